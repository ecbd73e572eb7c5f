-- What can be asked of an input: each value of each facet that one of its failures has.
CREATE OR REPLACE TEMP TABLE tags AS
WITH placed AS MATERIALIZED (
  SELECT i.place, f.kind, f.route, f.model_version, f.week, f.group_id, f.cohorts
  FROM failing f JOIN inputs i ON i.case_id = f.case_id),
cohort AS MATERIALIZED (SELECT DISTINCT unnest(cohorts) AS cell, place FROM placed),
few AS (
  SELECT split_part(cell, '=', 1) AS column_name FROM (SELECT DISTINCT cell FROM cohort)
  GROUP BY column_name HAVING count(*) <= 50)
SELECT DISTINCT 'kind' AS facet, kind AS value, place FROM placed
UNION ALL SELECT DISTINCT 'route', route, place FROM placed
UNION ALL SELECT DISTINCT 'version', model_version, place FROM placed
  WHERE model_version IS NOT NULL
UNION ALL SELECT DISTINCT 'week', CAST(week AS VARCHAR), place FROM placed WHERE week IS NOT NULL
UNION ALL SELECT DISTINCT 'group', group_id, place FROM placed
UNION ALL SELECT 'cohort', cell, place FROM cohort
  WHERE split_part(cell, '=', 1) IN (FROM few)
