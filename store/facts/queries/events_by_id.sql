-- Whole events by $event_ids. A list, not a join: so that a batch's other columns are read only
-- where an id was found (eight times as fast for 24 of 120,000).
SELECT * FROM events WHERE list_contains($event_ids, event_id)
