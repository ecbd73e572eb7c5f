-- Staged events, as far as duplicates and truth are concerned. Rows from 4 on cannot be used.
CREATE OR REPLACE TEMP VIEW candidates AS
SELECT filename AS file, file_row_number AS n, coalesce(_row, file_row_number + 1) AS row,
  event_id, CAST(content_hash AS VARCHAR) AS content_hash, truth, _bad = 1 AS silent, _bad
FROM staged
