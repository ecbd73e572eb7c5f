-- How many inputs wait, by the moment their first failure that is not asleep came to the desk:
-- $moments are those of $imports, $settled do not wait, nor what fails in $asleep_… alone.
WITH came AS (SELECT unnest($imports) AS import_id, unnest($moments) AS moment)
SELECT moment, count(*) AS count FROM (
  SELECT case_id, min(moment) AS moment FROM failing JOIN came USING (import_id)
  WHERE case_id NOT IN (SELECT unnest(CAST($settled AS VARCHAR[])))
    AND NOT (group_id IN (SELECT unnest(CAST($asleep_signatures AS VARCHAR[])))
        AND (group_id, case_id) NOT IN (
          SELECT unnest(CAST($asleep_out_groups AS VARCHAR[])),
            unnest(CAST($asleep_out_cases AS VARCHAR[])))
      OR (group_id, case_id) IN (
          SELECT unnest(CAST($asleep_in_groups AS VARCHAR[])),
            unnest(CAST($asleep_in_cases AS VARCHAR[]))))
  GROUP BY case_id)
GROUP BY moment ORDER BY moment
