-- Truths that reach their event late: with this import, or with labels that were here before it.
CREATE OR REPLACE TEMP TABLE completions AS
SELECT event_id, truth, (SELECT import_id FROM this) AS label_import_id,
  coalesce(event_import_id, (SELECT import_id FROM this)) AS event_import_id
FROM fates WHERE fate = 'completes'
UNION ALL
SELECT f.event_id, l.truth, l.import_id, (SELECT import_id FROM this)
FROM fates AS f JOIN known_labels AS l USING (event_id)
WHERE f.fate = 'added' AND f.truth IS NULL
