-- Staged results, each with the case that it is about: by our id, by the source's, by its input.
CREATE OR REPLACE TEMP TABLE matched AS
WITH refs AS (
  SELECT source_ref, any_value(case_id) AS case_id FROM run_cases
  WHERE source_ref IS NOT NULL GROUP BY source_ref HAVING count(*) = 1
),
named AS (
  SELECT s.filename AS file, s.file_row_number AS n, coalesce(s._row, s.file_row_number + 1) AS row,
    s.* EXCLUDE (filename, file_row_number, _row, case_id), s.case_id AS said_case,
    coalesce(c.case_id, r.case_id) AS named_case
  FROM staged AS s LEFT JOIN run_cases AS c ON c.case_id = s.case_id
  LEFT JOIN refs AS r ON r.source_ref = s.case_id
  WHERE s._bad < 4
)
SELECT n.*, coalesce(n.named_case, i.case_id) AS case_id, k.expected, k.behaviour, k.asked_sha256,
  plain_label(coalesce(n.prediction, n.output)) AS said
FROM named AS n
LEFT JOIN run_cases AS i ON n.named_case IS NULL AND n.input IS NOT NULL
  AND i.case_id = case_id_of(coalesce(n.route, 'default'), n.input)
LEFT JOIN run_cases AS k ON k.case_id = coalesce(n.named_case, i.case_id)
