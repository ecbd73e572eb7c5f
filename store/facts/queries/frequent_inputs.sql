-- The inputs of every route that fail most: what near ones are looked for among.
SELECT route, case_id, arg_min(title, event_id) AS title, count(*) AS count
FROM failing GROUP BY route, case_id
QUALIFY row_number() OVER (PARTITION BY route ORDER BY count(*) DESC, case_id) <= $limit
ORDER BY route, count DESC, case_id
