-- Whole events by $event_ids.
SELECT * FROM events WHERE event_id IN (SELECT unnest($event_ids))
