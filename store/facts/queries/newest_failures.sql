-- The newest failure of each of $case_ids, whole; how often and in how many wordings it failed,
-- and how often in these very words.
SELECT case_id, event_id, kind, expected, actual, occurred_at, route, model_version, input, output,
  count(*) OVER (PARTITION BY case_id) AS count,
  count(DISTINCT input) OVER (PARTITION BY case_id) AS wordings,
  count(*) OVER (PARTITION BY case_id, input) AS verbatim
FROM failures WHERE case_id IN (SELECT unnest($case_ids))
QUALIFY row_number() OVER (
  PARTITION BY case_id ORDER BY occurred_at DESC NULLS LAST, event_id) = 1
