-- When the last event happened, looked for from $since on: a week tells where.
SELECT max(occurred_at) AS last FROM sent_events
WHERE occurred_at >= CAST($since AS TIMESTAMPTZ)
