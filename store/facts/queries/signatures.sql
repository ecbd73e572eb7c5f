-- The signatures among $group_ids that failures carry.
SELECT DISTINCT group_id FROM failures WHERE group_id IN (SELECT unnest($group_ids))
ORDER BY group_id
