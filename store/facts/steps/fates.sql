-- What becomes of each usable row: added, completes (brings the truth of an event that had none),
-- known, unknown (a truth for no event), differs, contradicts (another truth than the known one).
CREATE OR REPLACE TEMP TABLE fates AS
WITH repeats AS (
  SELECT r.*, coalesce(r.known_truth, a.truth) AS base_truth,
    first_value(r.truth) OVER same AS offered, row_number() OVER same AS nth
  FROM rated AS r LEFT JOIN (SELECT event_id, truth FROM rated WHERE is_new) AS a USING (event_id)
  ANTI JOIN differences AS d ON d.file = r.file AND d.n = r.n
  WHERE NOT r.is_new AND NOT r.is_unknown
  WINDOW same AS (PARTITION BY r.event_id ORDER BY r.truth IS NULL, r.file, r.n)
)
SELECT file, n, row, event_id, truth, 'added' AS fate, CAST(NULL AS VARCHAR) AS detail,
  event_import_id FROM rated WHERE is_new
UNION ALL
SELECT file, n, row, event_id, truth, 'unknown', NULL, NULL FROM rated WHERE is_unknown
UNION ALL
SELECT file, n, r.row, r.event_id, r.truth, 'differs', d.fields, NULL
FROM rated AS r JOIN differences AS d USING (file, n)
UNION ALL
SELECT file, n, row, event_id, truth,
  CASE WHEN truth IS NULL OR truth = coalesce(base_truth, offered)
         THEN CASE WHEN base_truth IS NULL AND truth IS NOT NULL AND nth = 1
                   THEN 'completes' ELSE 'known' END
       ELSE 'contradicts' END,
  coalesce(base_truth, offered), event_import_id
FROM repeats
