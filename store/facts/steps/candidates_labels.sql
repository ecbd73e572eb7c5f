-- Staged labels, as events that say nothing but a truth.
CREATE OR REPLACE TEMP VIEW candidates AS
SELECT filename AS file, file_row_number AS n, coalesce(_row, file_row_number + 1) AS row,
  event_id, CAST(NULL AS VARCHAR) AS content_hash, truth, true AS silent, _bad
FROM staged
