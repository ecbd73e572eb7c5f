-- How $case_ids went on what they ask now ($asks, in the order of the ids): under $version, and
-- as scored and flips under that version of all $runs ($versions, in their order) in which the
-- attempts disagree most.
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asked_sha256),
versions AS (
  SELECT unnest($runs) AS run, unnest($versions) AS version),
tallied AS (
  SELECT case_id, version, count(*) FILTER (passed) AS passed,
    count(*) FILTER (NOT passed) AS failed, count(*) FILTER (passed IS NULL) AS errored
  FROM results JOIN asked USING (case_id, asked_sha256) JOIN versions USING (run)
  GROUP BY case_id, version),
flipped AS (
  SELECT *, passed + failed AS scored, least(passed, failed) AS flips,
    (coalesce(least(passed, failed) / nullif(passed + failed, 0), 0), passed + failed) AS much
  FROM tallied)
SELECT case_id, max_by(scored, much) AS scored, max_by(flips, much) AS flips,
  CAST(coalesce(sum(passed) FILTER (version = $version), 0) AS BIGINT) AS passed_now,
  CAST(coalesce(sum(scored) FILTER (version = $version), 0) AS BIGINT) AS scored_now,
  CAST(coalesce(sum(errored) FILTER (version = $version), 0) AS BIGINT) AS errored_now
FROM flipped GROUP BY case_id ORDER BY case_id
