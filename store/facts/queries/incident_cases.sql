-- The inputs that failed in a window and cohort, those that failed most often first.
WITH asked AS (
  SELECT event_id /*by*/
  FROM events
  WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT 0/*level*/ AS level /*names*/, f.case_id, count(*) AS failures, sum(f.cost) AS cost,
  mode(f.group_id) AS group_id, any_value(f.title) AS title,
  strftime(timezone('UTC', min(f.occurred_at)), '%Y-%m-%dT%H:%M:%S+00:00') AS first
FROM asked JOIN failures f USING (event_id)
GROUP BY f.case_id ORDER BY failures DESC, f.case_id LIMIT $limit
