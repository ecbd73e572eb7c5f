-- The staged training texts that are not known yet, each once with each of its labels.
CREATE OR REPLACE TEMP TABLE training_fresh AS
SELECT * EXCLUDE (filename, file_row_number) FROM staged
ANTI JOIN (SELECT exact_sha256, coalesce(label_sha256, '') AS said FROM training) AS known
  ON known.exact_sha256 = staged.exact_sha256
  AND known.said = coalesce(staged.label_sha256, '')
QUALIFY row_number() OVER (
  PARTITION BY exact_sha256, coalesce(label_sha256, '') ORDER BY filename, file_row_number) = 1
