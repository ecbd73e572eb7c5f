-- One page of the inputs that wait, dearest first: those after ($cost, $count, $last, $case_id).
-- $costs are what one failure of $kinds costs where its row does not say.
WITH prices AS (SELECT unnest($kinds) AS kind, unnest($costs) AS price),
waiting AS (
  SELECT case_id, count(*) AS count, coalesce(sum(coalesce(f.cost, p.price)), 0) AS cost,
    coalesce(epoch_us(max(occurred_at)), 0) AS last, max(occurred_at) AS last_seen,
    arg_max(struct_pack(title := title, kind := f.kind, expected := expected, actual := actual,
      route := route, group_id := group_id, model_version := model_version),
      (coalesce(epoch_us(occurred_at), 0), event_id)) AS newest
  FROM failures f LEFT JOIN prices p ON p.kind = f.kind
  WHERE case_id NOT IN (SELECT unnest($settled))
    AND ($group_id IS NULL OR group_id = $group_id)
    AND ($in_kind IS NULL OR f.kind = $in_kind)
    AND ($route IS NULL OR route = $route)
    AND ($model_version IS NULL OR model_version = $model_version)
    AND ($text IS NULL OR contains(lower(input), lower($text)) OR case_id = $text)
  GROUP BY case_id)
SELECT case_id, count, cost, last, last_seen, unnest(newest),
  (SELECT count(*) FROM waiting) AS waiting
FROM waiting
WHERE $case_id IS NULL
  OR (cost, count, last, case_id) < (CAST($cost AS DOUBLE), $count, $last, $case_id)
ORDER BY cost DESC, count DESC, last DESC, case_id DESC
LIMIT $limit
