SELECT event_id, case_id, group_id, kind, expected, actual, occurred_at, week, route,
  model_version, cost, title, cohorts, import_id
FROM (/*failures*/)
