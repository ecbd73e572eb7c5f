-- Failures by week, route and kind, judged or not; $cohorts are those that each has to be in.
SELECT week, coalesce(route, '') AS route, kind, count(*) AS failures,
  CAST(sum(cost) AS DOUBLE) AS cost
FROM failing
WHERE week IS NOT NULL AND ($route IS NULL OR route = $route)
  AND ($version IS NULL OR model_version = $version)
  AND (len($cohorts::VARCHAR[]) = 0 OR list_has_all(cohorts, $cohorts::VARCHAR[]))
GROUP BY ALL ORDER BY ALL
