-- The fates when every row is new.
CREATE OR REPLACE TEMP VIEW fates AS
SELECT file, n, row, event_id, truth, 'added' AS fate, CAST(NULL AS VARCHAR) AS detail,
  CAST(NULL AS VARCHAR) AS event_import_id FROM candidates
