-- When the last event from $since to $until happened: a week tells where to look.
SELECT max(occurred_at) AS last FROM sent_events
WHERE occurred_at >= CAST($since AS TIMESTAMPTZ) AND occurred_at <= CAST($until AS TIMESTAMPTZ)
