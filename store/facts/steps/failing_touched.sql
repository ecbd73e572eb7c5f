-- How many late truths speak of events of the imports $import_ids.
SELECT count(*) FROM (/*late*/) WHERE list_contains($import_ids, event_import_id)
