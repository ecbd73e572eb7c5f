-- Failures of the shown groups $wanted by week and release: $parts are shown in $wholes, and what
-- splits have moved in $taken_to. `later` are those that $imports brought at the
-- moment of $since or after it.
WITH wanted AS (
  SELECT unnest(CAST($wanted AS VARCHAR[])) AS shown,
    unnest(CAST($since AS TIMESTAMPTZ[])) AS since),
brought AS (
  SELECT unnest(CAST($imports AS VARCHAR[])) AS import_id,
    unnest(CAST($came AS TIMESTAMPTZ[])) AS came),
part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
placed AS (
  SELECT coalesce(t.whole, p.whole, f.group_id) AS shown, week, model_version, import_id
  FROM failing f LEFT JOIN part p USING (group_id) LEFT JOIN taken t USING (group_id, case_id))
SELECT shown, week, model_version, count(*) AS count,
  count(*) FILTER (WHERE came >= since) AS later
FROM placed JOIN wanted USING (shown) LEFT JOIN brought USING (import_id)
GROUP BY shown, week, model_version
ORDER BY shown, week NULLS LAST, model_version
