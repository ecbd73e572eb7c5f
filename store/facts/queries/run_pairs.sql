-- Every attempt of the run $run and of its baseline $baseline, in the order they lie in.
SELECT case_id, asked_sha256, run = $run AS is_candidate, passed, latency_ms, cost_usd
FROM results WHERE run = $run OR run = $baseline
