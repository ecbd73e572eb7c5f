-- Rows that do not fit what is known.
SELECT file, row, fate, event_id, truth, detail FROM fates
WHERE fate IN ('unknown', 'differs', 'contradicts') ORDER BY file, row
