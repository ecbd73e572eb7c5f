-- The columns by which failures tell their cohorts.
SELECT DISTINCT split_part(cohort, '=', 1) AS name
FROM (SELECT DISTINCT unnest(cohorts) AS cohort FROM failing) ORDER BY name
