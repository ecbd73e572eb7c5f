-- What production showed in the hours before $until, by route: each event in the shortest of
-- the windows of 5, 30, 60, 120, 360, 1440 and 4320 minutes that holds it.
WITH asked AS (
  SELECT (epoch(CAST($until AS TIMESTAMPTZ)) - epoch(occurred_at)) / 60 AS minutes,
    route, truth, passed, kind
  FROM events
  WHERE occurred_at >= CAST($since AS TIMESTAMPTZ)
    AND occurred_at < CAST($until AS TIMESTAMPTZ) /*where*/)
SELECT CASE WHEN minutes <= 5 THEN 5 WHEN minutes <= 30 THEN 30 WHEN minutes <= 60 THEN 60
    WHEN minutes <= 120 THEN 120 WHEN minutes <= 360 THEN 360 WHEN minutes <= 1440 THEN 1440
    ELSE 4320 END AS within,
  coalesce(route, '') AS route, count(*) AS events,
  count(*) FILTER (truth IS NOT NULL OR passed IS NOT NULL) AS judged,
  count(*) FILTER ((truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL) AS bad,
  count(kind) AS failed
FROM asked GROUP BY ALL ORDER BY ALL
