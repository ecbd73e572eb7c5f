-- Events that were known before this import and are known to be wrong since.
SELECT count(*) FROM completed
WHERE kind IS NOT NULL AND kind_before IS NULL AND label_import_id <> event_import_id
