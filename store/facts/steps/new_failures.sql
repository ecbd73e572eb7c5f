-- Failures among the new events; those with a late truth are told by it.
SELECT event_id, case_id, group_id_of(kind, truth, coalesce(prediction, error_class(error)), route)
    AS group_id,
  kind, truth AS expected, coalesce(prediction, error_class(error)) AS actual, occurred_at,
  week_of(occurred_at) AS week, route, model_version, cost_of_failure AS cost,
  left(coalesce(input, ''), 140) AS title, input, output, /*cells*/ AS cohorts,
  import_id, import_id AS event_import_id
FROM accepted ANTI JOIN completions USING (event_id) WHERE kind IS NOT NULL
