-- The rows that were kept out of one import; the first $limit of them, or all.
SELECT file, row, field, value, reason, raw FROM rejects
WHERE import_id = $import_id ORDER BY file, row LIMIT $limit
