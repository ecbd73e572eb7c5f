-- Failures per week of one case.
SELECT week, count(*) AS count FROM failures
WHERE case_id = $case_id AND week IS NOT NULL GROUP BY week ORDER BY week
