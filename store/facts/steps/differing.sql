-- The rows that repeat an id with another hash, which are then compared cell by cell.
SELECT file, n, event_id, first_file, first_n FROM rated
WHERE NOT is_new AND NOT is_unknown AND content_hash IS NOT NULL
  AND content_hash IS DISTINCT FROM reference_hash
