-- How often each of $case_ids failed in production, since when, and in which group at last.
SELECT case_id, count(*) AS count, min(occurred_at) AS first, max(occurred_at) AS last,
  arg_max(group_id, coalesce(occurred_at, TIMESTAMPTZ '1970-01-01 00:00:00+00')) AS group_id
FROM failing WHERE case_id IN (SELECT unnest($case_ids))
GROUP BY case_id ORDER BY case_id
