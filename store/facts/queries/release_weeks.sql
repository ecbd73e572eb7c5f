-- The week of the first event of every model version.
SELECT model_version, min(week) AS week FROM event_weeks
WHERE model_version IS NOT NULL AND week IS NOT NULL GROUP BY model_version ORDER BY model_version
