-- The newest $most events from $since on, by route and what was right: how many, and how many of
-- them anybody or anything has judged.
WITH newest AS (
  SELECT event_id, route, truth, occurred_at, passed, error, feedback FROM events
  WHERE occurred_at IS NOT NULL
    AND occurred_at >= coalesce(CAST($since AS TIMESTAMPTZ), TIMESTAMPTZ '-infinity')
  ORDER BY occurred_at DESC, event_id LIMIT $most)
SELECT route, truth, count(*) AS events, min(occurred_at) AS first, max(occurred_at) AS last,
  count(*) FILTER (WHERE truth IS NOT NULL OR passed IS NOT NULL OR error IS NOT NULL
    OR feedback IS NOT NULL) AS judged
FROM newest GROUP BY route, truth ORDER BY route, truth NULLS FIRST
