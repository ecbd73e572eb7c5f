-- What each run scored, one vote a case, and from when to when its calls went.
WITH cases AS (
  SELECT run, case_id, count(*) AS attempts,
    bool_or(NOT passed) AS failed, bool_or(passed IS NULL) AS errored,
    min(started_at) AS first_at, max(started_at) AS last_at,
    max(started_at + to_microseconds(CAST(1000 * coalesce(latency_ms, 0) AS BIGINT))) AS done_at
  FROM results GROUP BY run, case_id)
SELECT run, count(*) AS cases, sum(attempts) AS attempts,
  count(*) FILTER (NOT coalesce(failed, false) AND NOT errored) AS passed,
  count(*) FILTER (NOT coalesce(failed, false) AND errored) AS errored,
  min(first_at) AS first_at, max(last_at) AS last_at, max(done_at) AS done_at
FROM cases GROUP BY run ORDER BY run
