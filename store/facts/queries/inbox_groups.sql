-- The shown groups that wait for a person: those with a failure whose case is not among $settled
-- and that are not $asleep; or the groups $wanted, waiting or not. Where a text is searched for, of
-- the cases $found and of the groups $named alone. $parts are shown in $wholes,
-- what splits have moved in $taken_to; $costs are what one failure of $kinds costs where its row
-- does not say.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
placed AS (
  SELECT f.*, coalesce(t.whole, w.whole, f.group_id) AS shown, coalesce(f.cost, price) AS worth,
    f.case_id NOT IN (SELECT unnest(CAST($settled AS VARCHAR[]))) AS waits
  FROM failing f LEFT JOIN part w ON w.group_id = f.group_id
    LEFT JOIN taken t ON t.group_id = f.group_id AND t.case_id = f.case_id
    LEFT JOIN price p ON p.kind = f.kind
  WHERE ($kind IS NULL OR f.kind = $kind) AND ($route IS NULL OR f.route = $route)
    AND (CAST($found AS VARCHAR[]) IS NULL
      OR f.case_id IN (SELECT unnest(CAST($found AS VARCHAR[])))
      OR coalesce(t.whole, f.group_id) IN (SELECT unnest(CAST($named AS VARCHAR[]))))),
signature AS (
  SELECT shown, group_id, any_value(kind) AS kind, any_value(expected) AS expected,
    any_value(actual) AS actual, any_value(route) AS route,
    count(*) FILTER (WHERE waits) AS waiting, count(*) AS total,
    sum(worth) FILTER (WHERE waits) AS cost,
    bool_or(waits AND worth IS NULL) AS unpriced,
    min(occurred_at) AS first_seen, max(occurred_at) AS last_seen,
    arg_min(coalesce(model_version, ''), occurred_at) AS began_in,
    arg_min(title, event_id) FILTER (WHERE waits) AS waiting_title,
    min(event_id) FILTER (WHERE waits) AS waiting_event,
    arg_min(title, event_id) AS title, min(event_id) AS event_id,
    list(DISTINCT model_version) AS versions
  FROM placed GROUP BY shown, group_id),
inputs AS (
  SELECT shown, count(DISTINCT case_id) AS cases FROM placed WHERE waits GROUP BY shown)
SELECT s.shown AS group_id, unnest(arg_max(struct_pack(kind := kind, expected := expected,
    actual := actual, route := route), (group_id = s.shown, total, group_id))),
  sum(waiting) AS count, sum(total) AS total, coalesce(any_value(cases), 0) AS cases,
  CASE WHEN NOT bool_or(unpriced) THEN coalesce(sum(cost), 0) END AS cost,
  count(*) AS signatures, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
  arg_min(began_in, first_seen) AS began_in,
  coalesce(arg_min(waiting_title, waiting_event), arg_min(title, event_id)) AS example,
  list_sort(list_distinct(flatten(list(versions)))) AS model_versions
FROM signature s LEFT JOIN inputs i ON i.shown = s.shown
WHERE s.shown NOT IN (SELECT unnest(CAST($asleep AS VARCHAR[])))
  AND (CAST($wanted AS VARCHAR[]) IS NULL
    OR s.shown IN (SELECT unnest(CAST($wanted AS VARCHAR[]))))
GROUP BY s.shown
HAVING sum(waiting) > 0 OR CAST($wanted AS VARCHAR[]) IS NOT NULL
ORDER BY cost DESC NULLS LAST, count DESC, s.shown
