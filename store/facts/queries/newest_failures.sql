-- The newest failure of each of $case_ids, whole.
SELECT case_id, event_id, kind, expected, actual, occurred_at, route, model_version, input, output
FROM failures WHERE case_id IN (SELECT unnest($case_ids))
QUALIFY row_number() OVER (
  PARTITION BY case_id ORDER BY occurred_at DESC NULLS LAST, event_id) = 1
