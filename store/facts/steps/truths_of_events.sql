CREATE OR REPLACE TEMP VIEW staged_truths AS
SELECT filename, file_row_number, event_id, truth, (SELECT now FROM this) AS labelled_at,
  (SELECT import_id FROM this) AS import_id, md5(truth) AS content_hash FROM staged
