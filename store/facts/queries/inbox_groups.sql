-- Failure groups that wait for a person: failures whose case is not among $settled.
SELECT group_id, any_value(kind) AS kind, any_value(expected) AS expected,
  any_value(actual) AS actual, any_value(route) AS route, count(*) AS count,
  count(DISTINCT case_id) AS cases, coalesce(sum(cost), 0) AS stated_cost, count(cost) AS costed,
  min(occurred_at) AS first_seen, max(occurred_at) AS last_seen, arg_min(title, event_id) AS example,
  list(DISTINCT model_version ORDER BY model_version) AS model_versions
FROM failing
WHERE case_id NOT IN (SELECT unnest($settled))
  AND ($kind IS NULL OR kind = $kind)
  AND ($route IS NULL OR route = $route)
GROUP BY group_id
ORDER BY count DESC, group_id
