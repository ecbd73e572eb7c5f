-- The fates when every usable row is known.
SELECT file, n, row, event_id, truth, 'known' AS fate, CAST(NULL AS VARCHAR) AS detail,
  CAST(NULL AS VARCHAR) AS event_import_id FROM candidates LIMIT 0
