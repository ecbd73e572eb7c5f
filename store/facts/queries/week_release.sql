-- The model version that answered most events from $since until $until.
SELECT model_version FROM sent_events
WHERE occurred_at >= CAST($since AS DATE) AND occurred_at < CAST($until AS DATE)
  AND model_version IS NOT NULL
GROUP BY model_version ORDER BY count(*) DESC, model_version LIMIT 1
