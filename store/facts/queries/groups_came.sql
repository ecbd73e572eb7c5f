-- When the first failure of each shown group came to the desk; $moments are those of $imports.
-- $parts are shown in $wholes, what splits have moved in $taken_to.
WITH came AS (SELECT unnest($imports) AS import_id, unnest($moments) AS moment),
part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole)
SELECT coalesce(t.whole, p.whole, f.group_id) AS shown, min(moment) AS moment
FROM failing f JOIN came USING (import_id) LEFT JOIN part p USING (group_id)
  LEFT JOIN taken t USING (group_id, case_id)
GROUP BY shown ORDER BY shown
