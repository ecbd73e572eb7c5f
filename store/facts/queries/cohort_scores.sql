-- Scores of labelled events, counted, in all and in each cohort; see cohort_cells.
-- $positive: one of two labels; without it only `matches` tells right from wrong.
WITH asked AS (
  SELECT truth, CASE WHEN error IS NULL THEN coalesce(prediction, CASE WHEN $outputs THEN
      CASE WHEN same_answer(truth, output) THEN truth ELSE plain_label(output) END END)
    END AS prediction, score /*by*/
  FROM events
  WHERE truth IS NOT NULL AND isfinite(score)
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/),
cube AS MATERIALIZED (
  SELECT * EXCLUDE (truth, prediction), coalesce(truth = $positive, false) AS positive,
    prediction = $positive AS said, truth = prediction AS matches, count(*) AS n
  FROM asked GROUP BY ALL),
counted AS (
  SELECT 0/*level*/ AS level /*names*/, score, positive, said, matches,
    CAST(sum(n) AS BIGINT) AS n
  FROM cube GROUP BY GROUPING SETS ((score, positive, said, matches)/*sets*/))
SELECT level /*names*/, list(score) AS score, list(positive) AS positive, list(said) AS said,
  list(matches) AS matches, list(n) AS n
FROM counted GROUP BY ALL
