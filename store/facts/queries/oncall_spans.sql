-- What production showed before $until in spans of $width hours, counted back; what lies more
-- than $back hours back is span -1. Latencies stand in the bins of curation.measures.latency_bins.
WITH asked AS (
  SELECT epoch(CAST($until AS TIMESTAMPTZ)) - epoch(occurred_at) AS ago,
    truth, passed, kind, latency_ms, cost_usd /*by*/
  FROM events
  WHERE occurred_at >= CAST($since AS TIMESTAMPTZ)
    AND occurred_at < CAST($until AS TIMESTAMPTZ) /*where*/),
placed AS (
  SELECT * EXCLUDE (ago), CASE WHEN ago > $back * 3600 THEN -1
      ELSE CAST(floor(ago / ($width * 3600)) AS INTEGER) END AS span,
    CASE WHEN latency_ms IS NOT NULL
      THEN CAST(floor(ln(greatest(latency_ms, 0.001)) / ln(1.02)) AS INTEGER) END AS bin
  FROM asked)
SELECT 0/*level*/ AS level /*names*/, span, bin, count(*) AS events,
  count(*) FILTER (truth IS NOT NULL OR passed IS NOT NULL) AS judged,
  count(*) FILTER ((truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL) AS bad,
  count(kind) AS failed, count(*) FILTER (kind IN ('error', 'timeout')) AS errors,
  count(cost_usd) AS costed, CAST(coalesce(sum(cost_usd), 0) AS DOUBLE) AS cost,
  CAST(coalesce(sum(cost_usd * cost_usd), 0) AS DOUBLE) AS squares
FROM placed GROUP BY GROUPING SETS ((span, bin)/*sets*/)
