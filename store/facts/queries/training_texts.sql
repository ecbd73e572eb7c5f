-- What the training texts in view look like from afar, each normal text once.
SELECT normal_sha256, list(DISTINCT exact_sha256) AS exact, any_value(signature) AS signature,
  count(*) AS texts, arg_min(file, (import_id, row)) AS file,
  arg_min(row, (import_id, row)) AS row, min(import_id) AS import_id
FROM training GROUP BY normal_sha256 ORDER BY normal_sha256
