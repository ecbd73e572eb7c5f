-- The truths that this import brings to events that had none.
SELECT s.event_id, s.truth, s.labelled_at, s.import_id, s.content_hash
FROM staged_truths AS s JOIN fates AS f ON f.file = s.filename AND f.n = s.file_row_number
WHERE f.fate = 'completes'
