-- Failures of the shown groups $wanted by week and release: $parts are shown in $wholes, and what
-- splits have moved in $taken_to.
WITH part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
placed AS (
  SELECT coalesce(t.whole, p.whole, f.group_id) AS shown, week, model_version
  FROM failing f LEFT JOIN part p USING (group_id) LEFT JOIN taken t USING (group_id, case_id))
SELECT shown, week, model_version, count(*) AS count FROM placed
WHERE shown IN (SELECT unnest(CAST($wanted AS VARCHAR[])))
GROUP BY shown, week, model_version
ORDER BY shown, week NULLS LAST, model_version
