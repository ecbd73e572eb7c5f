-- How often each prediction was made for each truth: of all labelled events, and in each cohort.
-- $outputs: whether outputs stand for predictions. Cohorts fill in what stands between /* and */.
WITH asked AS (
  SELECT truth, CASE WHEN error IS NULL THEN coalesce(prediction, CASE WHEN $outputs THEN
      CASE WHEN same_answer(truth, output) THEN truth ELSE plain_label(output) END END)
    END AS prediction /*by*/
  FROM events
  WHERE truth IS NOT NULL
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/),
cube AS MATERIALIZED (SELECT *, count(*) AS n FROM asked GROUP BY ALL)
SELECT 0/*level*/ AS level /*names*/, truth, prediction, CAST(sum(n) AS BIGINT) AS n
FROM cube GROUP BY GROUPING SETS ((truth, prediction)/*sets*/)
