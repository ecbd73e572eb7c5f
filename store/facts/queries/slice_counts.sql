-- How many judged events there are, and how many of them are wrong: in all and in each cohort.
WITH asked AS (
  SELECT kind IS NOT NULL AS wrong /*by*/
  FROM events
  WHERE (truth IS NOT NULL OR passed IS NOT NULL)
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT 0/*level*/ AS level /*names*/, count(*) AS n, count(*) FILTER (wrong) AS wrong
FROM asked GROUP BY GROUPING SETS (()/*sets*/)
