-- Failures of the shown groups $wanted by cohort; the cells are made by store/facts/cohorts.py.
WITH part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
placed AS (
  SELECT coalesce(t.whole, p.whole, f.group_id) AS shown, f.event_id
  FROM failures f LEFT JOIN part p USING (group_id) LEFT JOIN taken t USING (group_id, case_id)
  WHERE coalesce(t.whole, p.whole, f.group_id) IN (SELECT unnest(CAST($wanted AS VARCHAR[])))),
cells AS (
  SELECT shown, unnest(CAST([/*cells*/] AS VARCHAR[])) AS cohort
  FROM placed JOIN events e USING (event_id))
SELECT shown, cohort, count(*) AS count FROM cells
WHERE cohort IS NOT NULL GROUP BY shown, cohort ORDER BY shown, cohort
