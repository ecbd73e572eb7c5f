-- The cases that fail in a shown group.
SELECT DISTINCT case_id FROM failing
WHERE group_id IN (SELECT unnest(CAST($signatures AS VARCHAR[])))
    AND (group_id, case_id) NOT IN (
      SELECT unnest(CAST($out_groups AS VARCHAR[])), unnest(CAST($out_cases AS VARCHAR[])))
  OR (group_id, case_id) IN (
      SELECT unnest(CAST($in_groups AS VARCHAR[])), unnest(CAST($in_cases AS VARCHAR[])))
ORDER BY case_id
