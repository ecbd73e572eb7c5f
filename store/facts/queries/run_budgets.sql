-- What every attempt at $case_ids took in the run $run, where it answers what the case asks.
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asked_sha256)
SELECT case_id, latency_ms, cost_usd
FROM results JOIN asked USING (case_id, asked_sha256) WHERE run = $run
ORDER BY case_id, attempt
