-- Counts that can be added up: new events by week, and what late truths change in them.
SELECT week_of(occurred_at) AS week, route, model_version, count(*) AS events,
  count(truth) AS labelled, count(kind) AS failures, CAST(sum(cost_usd) AS DOUBLE) AS cost_usd_sum,
  import_id, import_id AS event_import_id
FROM accepted GROUP BY ALL
UNION ALL
SELECT week_of(occurred_at), route, model_version, 0, count(*),
  count(*) FILTER (kind IS NOT NULL AND kind_before IS NULL), NULL, label_import_id,
  event_import_id
FROM completed GROUP BY ALL
