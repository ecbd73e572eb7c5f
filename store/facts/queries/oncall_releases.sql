-- Since when each release or version answers, as far back as $since, and how many of the events
-- of the last $hours hours before $until it answered.
WITH asked AS (
  SELECT occurred_at /*by*/ FROM sent_events
  WHERE occurred_at >= CAST($since AS TIMESTAMPTZ)
    AND occurred_at < CAST($until AS TIMESTAMPTZ) /*where*/)
SELECT 0/*level*/ AS level /*names*/, epoch(min(occurred_at)) AS first,
  epoch(max(occurred_at)) AS last,
  count(*) FILTER (epoch(CAST($until AS TIMESTAMPTZ)) - epoch(occurred_at) <= $hours * 3600)
    AS events
FROM asked GROUP BY GROUPING SETS (()/*sets*/)
