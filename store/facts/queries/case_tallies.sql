-- How each of $case_ids went in the run $run, on what it asks ($asks, in the order of the ids).
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asked_sha256)
SELECT case_id, count(*) FILTER (passed) AS passed, count(*) FILTER (NOT passed) AS failed,
  count(*) FILTER (passed IS NULL) AS errored
FROM results JOIN asked USING (case_id, asked_sha256) WHERE run = $run
GROUP BY case_id ORDER BY case_id
