-- Failures per week of each of $group_ids.
SELECT group_id, week, count(*) AS count FROM failing
WHERE group_id IN (SELECT unnest($group_ids)) GROUP BY group_id, week
ORDER BY group_id, week NULLS LAST
