-- The shown groups that wait for a person: those with a failure whose case is not among $settled
-- and that are not $asleep; or the groups $wanted, waiting or not. $parts are shown in $wholes, what splits have moved in $taken_to;
-- $costs are what one failure of $kinds costs where its row does not say.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
place AS (
  SELECT group_id, case_id, any_value(kind) AS kind, any_value(expected) AS expected,
    any_value(actual) AS actual, any_value(route) AS route, count(*) AS count,
    sum(cost) AS stated, count(*) - count(cost) AS unstated,
    min(occurred_at) AS first_seen, max(occurred_at) AS last_seen,
    arg_min(coalesce(model_version, ''), (occurred_at, event_id))
      FILTER (WHERE occurred_at IS NOT NULL) AS began_in,
    arg_min(title, event_id) AS title, min(event_id) AS event_id,
    list(DISTINCT model_version) AS versions
  FROM failing
  WHERE ($kind IS NULL OR kind = $kind) AND ($route IS NULL OR route = $route)
    AND ($text IS NULL
      OR event_id IN (SELECT event_id FROM failures
                      WHERE $text IS NOT NULL AND contains(lower(input), lower($text)))
      OR contains(lower(concat_ws(' ', expected, actual, kind, route)), lower($text))
      OR group_id IN (SELECT unnest(CAST($named AS VARCHAR[]))))
  GROUP BY group_id, case_id),
shown AS (
  SELECT coalesce(t.whole, w.whole, p.group_id) AS shown, p.*,
    p.case_id NOT IN (SELECT unnest(CAST($settled AS VARCHAR[]))) AS waits,
    coalesce(stated, 0) + coalesce(unstated * price, 0) AS cost,
    unstated > 0 AND price IS NULL AS unpriced
  FROM place p LEFT JOIN part w USING (group_id) LEFT JOIN taken t USING (group_id, case_id)
    LEFT JOIN price USING (kind))
SELECT shown AS group_id, unnest(arg_max(struct_pack(kind := kind, expected := expected,
    actual := actual, route := route), (group_id = shown, count, group_id, case_id))),
  coalesce(sum(count) FILTER (WHERE waits), 0) AS count, sum(count) AS total,
  count(DISTINCT case_id) FILTER (WHERE waits) AS cases,
  CASE WHEN NOT bool_or(unpriced AND waits) THEN coalesce(sum(cost) FILTER (WHERE waits), 0) END AS cost,
  count(DISTINCT group_id) AS signatures, min(first_seen) AS first_seen,
  max(last_seen) AS last_seen, arg_min(began_in, first_seen) AS began_in,
  arg_min(title, (NOT waits, event_id)) AS example,
  list_sort(list_distinct(flatten(list(versions)))) AS model_versions
FROM shown
WHERE shown NOT IN (SELECT unnest(CAST($asleep AS VARCHAR[])))
  AND (CAST($wanted AS VARCHAR[]) IS NULL
    OR shown IN (SELECT unnest(CAST($wanted AS VARCHAR[]))))
GROUP BY shown
HAVING bool_or(waits) OR CAST($wanted AS VARCHAR[]) IS NOT NULL
ORDER BY cost DESC NULLS LAST, count DESC, group_id
