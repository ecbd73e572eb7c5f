-- cohort_cells from rollups: how often each prediction was made for each truth.
WITH asked AS (
  SELECT truth, CASE WHEN $outputs THEN coalesce(_said, _answer) ELSE _said END AS prediction,
    sum(_n) AS n /*by*/
  FROM rollup WHERE (_known & 64) <> 0 /*where*/ GROUP BY ALL)
SELECT 0/*level*/ AS level /*names*/, truth, prediction, CAST(sum(n) AS BIGINT) AS n
FROM asked GROUP BY GROUPING SETS ((truth, prediction)/*sets*/) HAVING sum(n) <> 0
