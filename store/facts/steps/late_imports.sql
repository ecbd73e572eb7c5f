-- Which imports brought truths to events of which.
SELECT DISTINCT import_id, event_import_id FROM (/*weeks*/) WHERE events = 0 ORDER BY ALL
