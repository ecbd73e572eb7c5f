-- When the first failure of each of $case_ids came to the desk; $moments are those of $imports.
WITH came AS (SELECT unnest($imports) AS import_id, unnest($moments) AS moment)
SELECT case_id, min(moment) AS moment FROM failing JOIN came USING (import_id)
WHERE case_id IN (SELECT unnest($case_ids)) GROUP BY case_id
