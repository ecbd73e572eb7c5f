-- The shown groups that wait for a person: those with a failure whose case is not among $settled
-- and that are not $asleep; or the groups $wanted, waiting or not. $parts are shown in $wholes,
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
failing AS NOT MATERIALIZED (
  SELECT coalesce(t.whole, p.whole, f.group_id) AS shown, f.*,
    f.case_id NOT IN (SELECT unnest(CAST($settled AS VARCHAR[]))) AS waits
  FROM failures f LEFT JOIN part p USING (group_id) LEFT JOIN taken t USING (group_id, case_id)
  WHERE ($kind IS NULL OR kind = $kind) AND ($route IS NULL OR route = $route)
    AND ($text IS NULL OR contains(lower(input), lower($text))
      OR contains(lower(concat_ws(' ', expected, actual, kind, route)), lower($text))
      OR group_id IN (SELECT unnest(CAST($named AS VARCHAR[]))))
    AND coalesce(t.whole, p.whole, f.group_id)
      NOT IN (SELECT unnest(CAST($asleep AS VARCHAR[])))
    AND (CAST($wanted AS VARCHAR[]) IS NULL OR coalesce(t.whole, p.whole, f.group_id)
      IN (SELECT unnest(CAST($wanted AS VARCHAR[]))))),
inputs AS (
  SELECT shown, count(DISTINCT case_id) AS cases FROM failing WHERE waits GROUP BY shown),
signature AS (
  SELECT shown, group_id, any_value(kind) AS kind, any_value(expected) AS expected,
    any_value(actual) AS actual, any_value(route) AS route,
    count(*) FILTER (WHERE waits) AS count, count(*) AS total,
    coalesce(sum(cost) FILTER (WHERE waits), 0) AS stated,
    count(*) FILTER (WHERE waits AND cost IS NULL) AS unstated,
    min(occurred_at) AS first_seen, max(occurred_at) AS last_seen,
    arg_min(coalesce(model_version, ''), occurred_at) AS began_in,
    min(event_id) FILTER (WHERE waits) AS event_id,
    arg_min(title, event_id) FILTER (WHERE waits) AS waiting, any_value(title) AS title,
    list(DISTINCT model_version) AS versions
  FROM failing GROUP BY shown, group_id)
SELECT shown AS group_id, unnest(arg_max(struct_pack(kind := kind, expected := expected,
    actual := actual, route := route), (group_id = shown, total, group_id))),
  sum(count) AS count, sum(total) AS total, coalesce(any_value(cases), 0) AS cases,
  CASE WHEN NOT bool_or(unstated > 0 AND price IS NULL)
    THEN sum(stated + unstated * coalesce(price, 0)) END AS cost,
  count(*) AS signatures, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
  arg_min(began_in, first_seen) AS began_in,
  coalesce(arg_min(waiting, event_id), min(title)) AS example,
  list_sort(list_distinct(flatten(list(versions)))) AS model_versions
FROM signature LEFT JOIN price USING (kind) LEFT JOIN inputs USING (shown)
GROUP BY shown
HAVING sum(count) > 0 OR CAST($wanted AS VARCHAR[]) IS NOT NULL
ORDER BY cost DESC NULLS LAST, count DESC, group_id
