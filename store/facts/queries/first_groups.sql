-- The group in which each of $case_ids failed first.
SELECT case_id, group_id FROM failing WHERE case_id IN (SELECT unnest($case_ids))
QUALIFY row_number() OVER (
  PARTITION BY case_id ORDER BY occurred_at NULLS LAST, event_id) = 1
ORDER BY case_id
