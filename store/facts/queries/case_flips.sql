-- How $case_ids went on what they ask now ($asks, in the order of the ids), if $all, or only
-- those of them that contradicted themselves under one model version: over all $runs
-- ($versions, in their order), and under $version.
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asked_sha256),
versions AS (
  SELECT unnest($runs) AS run, unnest($versions) AS version),
tallied AS (
  SELECT case_id, version, count(*) FILTER (passed) AS passed,
    count(*) FILTER (NOT passed) AS failed, count(*) FILTER (passed IS NULL) AS errored
  FROM results JOIN asked USING (case_id, asked_sha256) JOIN versions USING (run)
  GROUP BY case_id, version)
SELECT case_id, CAST(sum(passed + failed) AS BIGINT) AS scored,
  CAST(sum(least(passed, failed)) AS BIGINT) AS flips,
  CAST(coalesce(sum(passed) FILTER (version = $version), 0) AS BIGINT) AS passed_now,
  CAST(coalesce(sum(passed + failed) FILTER (version = $version), 0) AS BIGINT) AS scored_now,
  CAST(coalesce(sum(errored) FILTER (version = $version), 0) AS BIGINT) AS errored_now
FROM tallied GROUP BY case_id HAVING $all OR sum(least(passed, failed)) > 0 ORDER BY case_id
