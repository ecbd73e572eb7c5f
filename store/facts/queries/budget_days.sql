-- What production showed day by day, by route; the days that begin at the time of $until.
WITH asked AS (
  SELECT CAST(floor((epoch(CAST($until AS TIMESTAMPTZ)) - epoch(occurred_at)) / 86400) AS INTEGER)
      AS ago,
    route, truth, passed, kind
  FROM events
  WHERE occurred_at >= CAST($since AS TIMESTAMPTZ)
    AND occurred_at < CAST($until AS TIMESTAMPTZ) /*where*/)
SELECT ago, coalesce(route, '') AS route, count(*) AS events,
  count(*) FILTER (truth IS NOT NULL OR passed IS NOT NULL) AS judged,
  count(*) FILTER ((truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL) AS bad,
  count(kind) AS failed
FROM asked GROUP BY ALL ORDER BY ALL
