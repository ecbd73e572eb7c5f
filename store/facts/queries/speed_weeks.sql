-- How long answers took and what they cost, week by week: latencies counted in the bins of
-- curation.measures.latency_bins, costs with the sum of their squares.
WITH asked AS (
  SELECT week_of(occurred_at) AS week, latency_ms, cost_usd /*by*/
  FROM sent_events
  WHERE occurred_at IS NOT NULL
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT CAST(week AS VARCHAR) AS week /*names*/,
  CASE WHEN latency_ms IS NOT NULL
       THEN CAST(floor(ln(greatest(latency_ms, 0.001)) / ln(1.02)) AS INTEGER) END AS bin,
  count(*) AS events, count(latency_ms) AS timed, count(cost_usd) AS costed,
  CAST(coalesce(sum(cost_usd), 0) AS DOUBLE) AS cost,
  CAST(coalesce(sum(cost_usd * cost_usd), 0) AS DOUBLE) AS squares
FROM asked GROUP BY ALL
