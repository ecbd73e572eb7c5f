-- The failing inputs among the newest $most events from $since on, each with what it costs where
-- rows or $kinds with their $costs say so.
WITH newest AS (
  SELECT event_id FROM events
  WHERE occurred_at IS NOT NULL
    AND occurred_at >= coalesce(CAST($since AS TIMESTAMPTZ), TIMESTAMPTZ '-infinity')
  ORDER BY occurred_at DESC, event_id LIMIT $most),
price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price)
SELECT f.kind, f.route, f.expected, f.case_id, count(*) AS count,
  CASE WHEN bool_and(coalesce(f.cost, price) IS NOT NULL) THEN sum(coalesce(f.cost, price)) END
    AS cost,
  max(f.occurred_at) AS last, arg_max(f.title, f.occurred_at) AS title
FROM failing f SEMI JOIN newest USING (event_id) LEFT JOIN price p ON p.kind = f.kind
GROUP BY f.kind, f.route, f.expected, f.case_id ORDER BY f.case_id, f.kind, f.expected
