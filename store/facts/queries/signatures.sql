-- The signatures among $group_ids that failures carry.
SELECT group_id, any_value(kind) AS kind, any_value(expected) AS expected,
  any_value(actual) AS actual, any_value(route) AS route
FROM failing WHERE group_id IN (SELECT unnest(CAST($group_ids AS VARCHAR[])))
GROUP BY group_id ORDER BY group_id
