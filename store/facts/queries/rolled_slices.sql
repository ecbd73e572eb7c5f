-- slice_counts from rollups.
WITH asked AS (
  SELECT (_known & 4) <> 0 AS wrong, sum(_n) AS n /*by*/
  FROM rollup WHERE (_known & 2) <> 0 /*where*/ GROUP BY ALL)
SELECT 0/*level*/ AS level /*names*/, CAST(coalesce(sum(n), 0) AS BIGINT) AS n,
  CAST(coalesce(sum(n) FILTER (wrong), 0) AS BIGINT) AS wrong
FROM asked GROUP BY GROUPING SETS (()/*sets*/)
