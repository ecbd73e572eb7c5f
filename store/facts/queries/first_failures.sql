-- When each failing input failed first and when that came to the desk, in seconds since 1970
-- ($moments are those of $imports), and the group that it failed in.
WITH came AS (SELECT unnest($imports) AS import_id, unnest($moments) AS moment)
SELECT case_id, epoch(min(occurred_at)) AS occurred, CAST(min(moment) AS DOUBLE) AS imported,
  arg_min(group_id, event_id) AS group_id
FROM failing JOIN came USING (import_id) GROUP BY case_id ORDER BY case_id
