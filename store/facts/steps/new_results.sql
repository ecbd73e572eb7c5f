-- The results that are new.
SELECT (SELECT run FROM this_run) AS run, case_id, CAST(numbered AS INTEGER) AS attempt, passed,
  coalesce(output, prediction) AS output, prediction, score, error, latency_ms, cost_usd,
  started_at, cold,
  (SELECT import_id FROM this) AS import_id, content_hash,
  asked_sha256
FROM result_fates WHERE fate = 'added' ORDER BY case_id, attempt
