-- cohort_counts from rollups.
WITH asked AS (
  SELECT _known, sum(_n) AS n /*by*/ FROM rollup WHERE true /*where*/ GROUP BY ALL)
SELECT 0/*level*/ AS level /*names*/, CAST(coalesce(sum(n), 0) AS BIGINT) AS events,
  CAST(coalesce(sum(n) FILTER ((_known & 64) <> 0), 0) AS BIGINT) AS labelled,
  CAST(coalesce(sum(n) FILTER ((_known & 1) <> 0), 0) AS BIGINT) AS predicted,
  CAST(coalesce(sum(n) FILTER ((_known & 2) <> 0), 0) AS BIGINT) AS judged,
  CAST(coalesce(sum(n) FILTER ((_known & 4) <> 0), 0) AS BIGINT) AS wrong,
  CAST(coalesce(sum(n) FILTER ((_known & 8) <> 0), 0) AS BIGINT) AS timed,
  CAST(coalesce(sum(n) FILTER ((_known & 16) <> 0), 0) AS BIGINT) AS costed,
  CAST(coalesce(sum(n) FILTER ((_known & 32) <> 0), 0) AS BIGINT) AS scored
FROM asked GROUP BY GROUPING SETS (()/*sets*/)
