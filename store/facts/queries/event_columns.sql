-- The columns that make cohorts of the events $event_ids.
SELECT event_id, NULL/*columns*/ FROM events WHERE event_id IN (SELECT unnest($event_ids))
