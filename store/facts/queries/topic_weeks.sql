-- Failures a week of each of $case_ids in $signatures, or (free) among those without any label.
SELECT case_id, week, count(*) AS count FROM failing
WHERE week IS NOT NULL AND case_id IN (SELECT unnest(CAST($case_ids AS VARCHAR[])))
  AND (group_id IN (SELECT unnest(CAST($signatures AS VARCHAR[])))
    OR CAST($free AS BOOLEAN) AND expected IS NULL AND actual IS NULL)
GROUP BY case_id, week ORDER BY case_id, week
