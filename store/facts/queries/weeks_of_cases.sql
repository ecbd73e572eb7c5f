-- Failures per week of each of $case_ids.
SELECT case_id, week, count(*) AS count FROM failing
WHERE case_id IN (SELECT unnest($case_ids)) AND week IS NOT NULL
GROUP BY case_id, week ORDER BY case_id, week
