-- The inputs that failed last, from $since to before $until, the newest first, each once; those
-- of $dismissed left out. `inputs` counts all of them.
SELECT case_id, arg_max(title, occurred_at) AS title, arg_max(kind, occurred_at) AS kind,
  arg_max(expected, occurred_at) AS expected, arg_max(actual, occurred_at) AS actual,
  arg_max(route, occurred_at) AS route, arg_max(model_version, occurred_at) AS model_version,
  arg_max(group_id, occurred_at) AS group_id, count(*) AS count, max(occurred_at) AS last_seen,
  count(*) OVER () AS inputs
FROM failing
WHERE occurred_at >= CAST($since AS TIMESTAMPTZ) AND occurred_at < CAST($until AS TIMESTAMPTZ)
  AND case_id NOT IN (SELECT unnest(CAST($dismissed AS VARCHAR[])))
GROUP BY case_id ORDER BY last_seen DESC, case_id LIMIT 12
