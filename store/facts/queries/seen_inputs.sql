-- When production last sent the $inputs of $case_ids on $routes, as they are spelled but for large
-- letters, or failed with them in any spelling.
WITH wanted AS (
  SELECT unnest(CAST($case_ids AS VARCHAR[])) AS case_id,
    unnest(CAST($routes AS VARCHAR[])) AS route,
    lower(unnest(CAST($inputs AS VARCHAR[]))) AS spelled),
sent AS (
  SELECT w.case_id, e.occurred_at FROM sent_events e
    JOIN wanted w ON w.route = e.route AND w.spelled = lower(e.input)
  UNION ALL
  SELECT case_id, occurred_at FROM failing f SEMI JOIN wanted USING (case_id))
SELECT case_id, max(occurred_at) AS last FROM sent GROUP BY case_id ORDER BY case_id
