-- The newest failure of each of $case_ids with its whole input: what a case is opened from.
SELECT case_id, route, input, expected, kind, group_id, event_id, cost AS cost_of_failure
FROM failures WHERE case_id IN (SELECT unnest($case_ids))
QUALIFY row_number() OVER (
  PARTITION BY case_id ORDER BY occurred_at DESC NULLS LAST, event_id) = 1
ORDER BY case_id
