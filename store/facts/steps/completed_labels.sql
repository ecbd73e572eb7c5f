-- The completed events with what their truth shows.
CREATE OR REPLACE TEMP TABLE completed AS
SELECT c.*, e.kind AS kind_before,
  coalesce(e.kind, CASE WHEN e.passed IS NULL AND is_wrong(c.truth, e.prediction, e.output)
                        THEN 'wrong_answer' END) AS kind,
  e.case_id, coalesce(e.prediction, error_class(e.error)) AS actual, e.occurred_at, e.route,
  e.model_version, e.cost_of_failure, left(coalesce(e.input, ''), 140) AS title, e.input, e.output,
  /*cells*/ AS cohorts
FROM completions AS c JOIN events AS e USING (event_id)
