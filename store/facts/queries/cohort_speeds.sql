-- Latencies with order statistics for limits, and cost: in all and in each cohort.
WITH asked AS (
  SELECT latency_ms, cost_usd /*by*/
  FROM sent_events
  WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/),
counted AS (
  SELECT 0/*level*/ AS level /*names*/,
    list(latency_ms ORDER BY latency_ms) FILTER (latency_ms IS NOT NULL) AS slow,
    count(cost_usd) AS costed, avg(cost_usd) AS cost, stddev_samp(cost_usd) AS cost_spread
  FROM asked GROUP BY GROUPING SETS (()/*sets*/)),
ranked AS (
  SELECT *, coalesce(len(slow), 0) AS timed,
    [{'p': p, 'at': (coalesce(len(slow), 1) - 1) * p, 'half': 1.959963984540054
      * sqrt(coalesce(len(slow), 0) * p * (1 - p))} FOR p IN [0.5, 0.95, 0.99]] AS ranks
  FROM counted)
SELECT * EXCLUDE (slow, ranks),
  [slow[CAST(floor(r.at) AS BIGINT) + 1] + (r.at - floor(r.at))
    * (slow[CAST(ceil(r.at) AS BIGINT) + 1] - slow[CAST(floor(r.at) AS BIGINT) + 1])
   FOR r IN ranks] AS latency,
  [slow[greatest(0, CAST(floor(timed * r.p - r.half) AS BIGINT))] FOR r IN ranks] AS latency_low,
  [slow[CAST(ceil(timed * r.p + r.half) AS BIGINT) + 1] FOR r IN ranks] AS latency_high
FROM ranked
