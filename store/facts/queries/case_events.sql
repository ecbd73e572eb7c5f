-- Whole failing events of one case, newest first. Failures know their case without being read.
SELECT * FROM events WHERE event_id IN (SELECT event_id FROM failures WHERE case_id = $case_id)
ORDER BY occurred_at DESC NULLS LAST, event_id LIMIT $limit
