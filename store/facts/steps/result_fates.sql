-- What becomes of each judged row: added, known (the same is there), taken (another is there).
CREATE OR REPLACE TEMP TABLE result_fates AS
WITH here AS (
  SELECT case_id, attempt, content_hash FROM results WHERE run = (SELECT run FROM this_run)
),
firsts AS (
  SELECT *, row_number() OVER same AS nth, first_value(content_hash) OVER same AS first_hash
  FROM judged WHERE why IS NULL WINDOW same AS (PARTITION BY case_id, numbered ORDER BY file, n)
)
SELECT f.*, CASE WHEN h.case_id IS NULL AND f.nth = 1 THEN 'added'
                 WHEN f.content_hash = coalesce(h.content_hash, f.first_hash) THEN 'known'
                 ELSE 'taken' END AS fate
FROM firsts AS f LEFT JOIN here AS h ON h.case_id = f.case_id AND h.attempt = f.numbered
