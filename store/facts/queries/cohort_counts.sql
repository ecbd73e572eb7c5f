-- How many events are labelled, predicted, judged and wrong, and have a latency, a cost, a score:
-- in all and in each cohort; see cohort_cells.
WITH asked AS (
  SELECT truth, prediction, passed, kind, latency_ms, cost_usd, score /*by*/
  FROM events
  WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT 0/*level*/ AS level /*names*/, count(*) AS events, count(truth) AS labelled,
  count(*) FILTER (truth IS NOT NULL AND prediction IS NOT NULL) AS predicted,
  count(*) FILTER (truth IS NOT NULL OR passed IS NOT NULL) AS judged,
  count(*) FILTER ((truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL) AS wrong,
  count(latency_ms) AS timed, count(cost_usd) AS costed,
  count(*) FILTER (truth IS NOT NULL AND isfinite(score)) AS scored
FROM asked GROUP BY GROUPING SETS (()/*sets*/)
