-- Each usable row beside what speaks for its id: the known event, else the first row that is one.
CREATE OR REPLACE TEMP TABLE rated AS
SELECT c.file, c.n, c.row, c.event_id, c.truth, c.silent,
  k.event_id IS NOT NULL AS is_known, k.event_import_id,
  coalesce(k.truth, l.truth) AS known_truth,
  k.event_id IS NULL AND NOT c.silent AND row_number() OVER same = 1 AS is_new,
  k.event_id IS NULL AND first_value(c.silent) OVER same AS is_unknown,
  coalesce(k.content_hash, first_value(c.content_hash) OVER same) AS reference_hash,
  c.content_hash,
  CASE WHEN k.event_id IS NULL THEN first_value(c.file) OVER same END AS first_file,
  CASE WHEN k.event_id IS NULL THEN first_value(c.n) OVER same END AS first_n
FROM candidates AS c LEFT JOIN known AS k USING (event_id)
LEFT JOIN known_labels AS l USING (event_id)
WHERE c._bad < 4
WINDOW same AS (PARTITION BY c.event_id ORDER BY c.silent, c.file, c.n);
CREATE OR REPLACE TEMP TABLE differences (file VARCHAR, n BIGINT, fields VARCHAR)
