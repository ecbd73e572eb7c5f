-- How many inputs wait by kind, route and model version, each under the other filters.
WITH waiting AS (
  SELECT case_id, kind, route, model_version FROM failures
  WHERE case_id NOT IN (SELECT unnest($settled))
    AND ($group_id IS NULL OR group_id = $group_id)
    AND ($text IS NULL OR contains(lower(input), lower($text)) OR case_id = $text))
SELECT 'kind' AS facet, kind AS value, count(DISTINCT case_id) AS count FROM waiting
WHERE ($route IS NULL OR route = $route)
  AND ($model_version IS NULL OR model_version = $model_version)
GROUP BY kind
UNION ALL
SELECT 'route', route, count(DISTINCT case_id) FROM waiting
WHERE ($in_kind IS NULL OR kind = $in_kind)
  AND ($model_version IS NULL OR model_version = $model_version)
GROUP BY route
UNION ALL
SELECT 'version', model_version, count(DISTINCT case_id) FROM waiting
WHERE ($in_kind IS NULL OR kind = $in_kind) AND ($route IS NULL OR route = $route)
  AND model_version IS NOT NULL
GROUP BY model_version
ORDER BY facet, count DESC, value
