-- The completed events with what their truth shows. New events are read from the staged rows.
CREATE OR REPLACE TEMP TABLE completed AS
SELECT c.*, e.kind AS kind_before,
  coalesce(e.kind, CASE WHEN e.passed IS NULL AND is_wrong(c.truth, e.prediction, e.output)
                        THEN 'wrong_answer' END) AS kind,
  coalesce(e.case_id, case_id_of(e.route, coalesce(e.input, e.event_id))) AS case_id,
  coalesce(e.prediction, error_class(e.error)) AS actual, e.occurred_at, e.route,
  e.model_version, e.cost_of_failure, left(coalesce(e.input, ''), 140) AS title, e.input, e.output,
  e.cohorts
FROM completions AS c JOIN (
  SELECT event_id, case_id, kind, passed, prediction, output, error, occurred_at, route,
    model_version, cost_of_failure, input, /*known*/ AS cohorts
  FROM events WHERE event_id IN (SELECT event_id FROM completions)
  UNION ALL
  SELECT event_id, case_id, kind, passed, prediction, output, error, occurred_at, route,
    model_version, cost_of_failure, input, /*cells*/ AS cohorts
  FROM accepted WHERE event_id IN (SELECT event_id FROM completions)
) AS e USING (event_id)
