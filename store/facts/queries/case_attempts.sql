-- How often each of $case_ids was scored in each run on what it asked then, and how it went.
SELECT case_id, run, asked_sha256, count(*) AS attempts, count(*) FILTER (passed) AS passed,
  count(*) FILTER (NOT passed) AS failed, count(*) FILTER (passed IS NULL) AS errored
FROM results WHERE case_id IN (SELECT unnest($case_ids))
GROUP BY case_id, run, asked_sha256 ORDER BY case_id, run, asked_sha256
