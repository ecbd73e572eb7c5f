-- How many failures and inputs shown groups have together, but for those of $settled.
SELECT count(*) AS failures, count(DISTINCT case_id) AS cases FROM failing
WHERE (group_id IN (SELECT unnest(CAST($signatures AS VARCHAR[])))
    AND (group_id, case_id) NOT IN (
      SELECT unnest(CAST($out_groups AS VARCHAR[])), unnest(CAST($out_cases AS VARCHAR[])))
  OR (group_id, case_id) IN (
      SELECT unnest(CAST($in_groups AS VARCHAR[])), unnest(CAST($in_cases AS VARCHAR[]))))
  AND case_id NOT IN (SELECT unnest(CAST($settled AS VARCHAR[])))
