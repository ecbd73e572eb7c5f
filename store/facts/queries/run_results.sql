-- Every result of one run.
SELECT case_id, run, attempt, passed, output, prediction, error, score, latency_ms, cost_usd,
  started_at, cold, asked_sha256
FROM results WHERE run = $run ORDER BY case_id, attempt
