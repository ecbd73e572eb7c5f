-- Failures of events whose truth came late, or that were failures before and now have a truth.
SELECT event_id, case_id, group_id_of(kind, truth, actual, route) AS group_id, kind,
  truth AS expected, actual, occurred_at, week_of(occurred_at) AS week, route, model_version,
  cost_of_failure AS cost, title, input, output, cohorts,
  label_import_id AS import_id, event_import_id
FROM completed WHERE kind IS NOT NULL
