-- Counts that can be added up: new events by week.
SELECT week_of(occurred_at) AS week, route, model_version, count(*) AS events,
  count(truth) AS labelled, count(kind) AS failures, CAST(sum(cost_usd) AS DOUBLE) AS cost_usd_sum,
  import_id, import_id AS event_import_id
FROM accepted GROUP BY ALL
