-- Every attempt at one case, run by run.
SELECT case_id, run, attempt, passed, output, error, score, latency_ms, started_at
FROM results WHERE case_id = $case_id ORDER BY run, attempt
