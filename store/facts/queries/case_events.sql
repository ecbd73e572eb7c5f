-- Whole events of one case, newest failure first.
SELECT * FROM events WHERE case_id = $case_id
ORDER BY kind IS NULL, occurred_at DESC NULLS LAST, event_id LIMIT $limit
