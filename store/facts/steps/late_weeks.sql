-- What late truths change in the weeks of their events.
SELECT week_of(occurred_at) AS week, route, model_version, CAST(0 AS BIGINT) AS events,
  count(*) AS labelled,
  count(*) FILTER (kind IS NOT NULL AND kind_before IS NULL) AS failures,
  CAST(NULL AS DOUBLE) AS cost_usd_sum, label_import_id AS import_id, event_import_id
FROM completed GROUP BY ALL
