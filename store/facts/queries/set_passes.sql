-- How many of the cases of a set each run scored and passed: $cases go with $runs, pair by pair.
WITH held AS (
  SELECT unnest(CAST($runs AS VARCHAR[])) AS run, unnest(CAST($cases AS VARCHAR[])) AS case_id),
told AS (
  SELECT run, case_id, bool_and(coalesce(passed, false)) AS passed
  FROM results JOIN held USING (run, case_id) GROUP BY run, case_id)
SELECT run, count(*) AS scored, count(*) FILTER (passed) AS passed
FROM told GROUP BY run ORDER BY run
