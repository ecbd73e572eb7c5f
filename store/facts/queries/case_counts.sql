-- How often each of $case_ids failed in production, and since when.
SELECT case_id, count(*) AS count, min(occurred_at) AS first, max(occurred_at) AS last
FROM failing WHERE case_id IN (SELECT unnest($case_ids))
GROUP BY case_id ORDER BY case_id
