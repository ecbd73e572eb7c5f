-- The newest failure of each of $case_ids with the event's whole input: what a case opens from.
SELECT f.case_id, e.route, e.input, f.expected, f.kind, f.group_id, f.event_id, e.cost_of_failure
FROM failures AS f JOIN events AS e USING (event_id)
WHERE f.case_id IN (SELECT unnest($case_ids))
QUALIFY row_number() OVER (
  PARTITION BY f.case_id ORDER BY f.occurred_at DESC NULLS LAST, f.event_id) = 1
ORDER BY f.case_id
