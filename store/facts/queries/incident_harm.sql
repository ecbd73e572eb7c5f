-- What went wrong in a window and cohort: failures, the inputs that failed, and their cost; a
-- failure whose cost nobody stated costs what its kind of $kinds costs, as $prices say.
WITH asked AS (
  SELECT event_id, occurred_at /*by*/
  FROM events
  WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/),
price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($prices AS DOUBLE[])) AS price),
told AS (
  SELECT asked.*, f.case_id, coalesce(f.cost, price) AS cost
  FROM asked LEFT JOIN failures f USING (event_id) LEFT JOIN price USING (kind))
SELECT 0/*level*/ AS level /*names*/, count(*) AS events, count(case_id) AS failures,
  count(DISTINCT case_id) AS inputs, sum(cost) AS cost, count(cost) AS priced,
  strftime(timezone('UTC', min(occurred_at) FILTER (case_id IS NOT NULL)),
    '%Y-%m-%dT%H:%M:%S+00:00') AS first,
  strftime(timezone('UTC', max(occurred_at) FILTER (case_id IS NOT NULL)),
    '%Y-%m-%dT%H:%M:%S+00:00') AS last
FROM told GROUP BY GROUPING SETS (()/*sets*/)
