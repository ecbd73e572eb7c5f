-- The signatures under which each of $case_ids has failed.
SELECT DISTINCT group_id, case_id FROM failing
WHERE case_id IN (SELECT unnest(CAST($case_ids AS VARCHAR[])))
ORDER BY group_id, case_id
