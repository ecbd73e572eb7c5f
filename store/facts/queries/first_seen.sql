-- When the first event of a model version happened; the week in which to look is known.
SELECT min(occurred_at) AS first FROM sent_events
WHERE model_version = $version AND occurred_at >= CAST($since AS TIMESTAMPTZ)
  AND occurred_at < CAST($until AS TIMESTAMPTZ)
