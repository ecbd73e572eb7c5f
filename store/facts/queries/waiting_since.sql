-- How many inputs wait, by the moment their first failure came to the desk: $moments are those of
-- $imports, $settled do not wait.
WITH came AS (SELECT unnest($imports) AS import_id, unnest($moments) AS moment)
SELECT moment, count(*) AS count FROM (
  SELECT case_id, min(moment) AS moment FROM failing JOIN came USING (import_id)
  WHERE case_id NOT IN (SELECT unnest($settled)) GROUP BY case_id)
GROUP BY moment ORDER BY moment
