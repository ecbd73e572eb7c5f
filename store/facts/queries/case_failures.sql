-- The newest failures of one case.
SELECT * FROM failures WHERE case_id = $case_id
ORDER BY occurred_at DESC NULLS LAST, event_id LIMIT 50
