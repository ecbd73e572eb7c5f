-- Failures with the cohorts of those columns that take at most 50 values among them.
WITH told AS MATERIALIZED (/*failures*/),
few AS (
  SELECT list(column_name) AS columns FROM (
    SELECT split_part(cell, '=', 1) AS column_name
    FROM (SELECT DISTINCT unnest(cohorts) AS cell FROM told)
    GROUP BY column_name HAVING count(*) <= 50))
SELECT told.* REPLACE (
  [cell FOR cell IN cohorts IF list_contains(columns, split_part(cell, '=', 1))] AS cohorts)
FROM told CROSS JOIN few
