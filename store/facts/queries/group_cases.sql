-- The inputs of one shown group, most frequent first: what a person triages one by one.
SELECT case_id, count(*) AS count, min(occurred_at) AS first_seen, max(occurred_at) AS last_seen,
  arg_max(title, coalesce(occurred_at, TIMESTAMPTZ '1970-01-01 00:00:00+00')) AS title,
  any_value(kind) AS kind, any_value(expected) AS expected, any_value(actual) AS actual,
  any_value(route) AS route, max(model_version) AS model_version
FROM failing
WHERE group_id IN (SELECT unnest(CAST($signatures AS VARCHAR[])))
    AND (group_id, case_id) NOT IN (
      SELECT unnest(CAST($out_groups AS VARCHAR[])), unnest(CAST($out_cases AS VARCHAR[])))
  OR (group_id, case_id) IN (
      SELECT unnest(CAST($in_groups AS VARCHAR[])), unnest(CAST($in_cases AS VARCHAR[])))
GROUP BY case_id
ORDER BY count DESC, last_seen DESC, case_id
LIMIT $limit
