-- Failures per week, and how many carry no time ($kind and $route narrow it when given).
SELECT week, count(*) AS failures FROM failures
WHERE ($kind IS NULL OR kind = $kind) AND ($route IS NULL OR route = $route)
GROUP BY week ORDER BY week NULLS LAST
