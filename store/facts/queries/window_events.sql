-- From when to when there are events, and what lies from $since until $until: events, whole weeks.
SELECT CAST(min(occurred_at) AS DATE) AS first, CAST(max(occurred_at) AS DATE) AS last,
  count(*) FILTER (WHERE occurred_at >= CAST($since AS DATE)
    AND occurred_at < CAST($until AS DATE)) AS n,
  count(DISTINCT date_trunc('week', occurred_at)) FILTER (
    WHERE date_trunc('week', occurred_at) >= CAST($since AS DATE)
    AND date_trunc('week', occurred_at) + INTERVAL 7 DAY <= CAST($until AS DATE)) AS weeks
FROM sent_events WHERE occurred_at IS NOT NULL
