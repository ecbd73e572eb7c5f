-- Other failing inputs of the same groups as $case_ids, the ones with most words in common first.
WITH mine AS (
  SELECT case_id, any_value(group_id) AS group_id, any_value(lower(title)) AS title
  FROM failing WHERE case_id IN (SELECT unnest($case_ids)) GROUP BY case_id),
others AS (
  SELECT case_id, group_id, any_value(title) AS title, count(*) AS count
  FROM failing WHERE group_id IN (SELECT group_id FROM mine)
  GROUP BY case_id, group_id
  QUALIFY row_number() OVER (PARTITION BY group_id ORDER BY count(*) DESC, case_id) <= 300),
pairs AS (
  SELECT m.case_id, o.case_id AS other, o.title, o.count,
    list_distinct(string_split(m.title, ' ')) AS a,
    list_distinct(string_split(lower(o.title), ' ')) AS b
  FROM mine m JOIN others o ON o.group_id = m.group_id AND o.case_id <> m.case_id),
rated AS (
  SELECT case_id, other, title, count,
    len(list_intersect(a, b)) / len(list_distinct(list_concat(a, b))) AS share
  FROM pairs)
SELECT * FROM rated WHERE share >= 0.2
QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY share DESC, count DESC, other) <= $limit
ORDER BY case_id, share DESC, count DESC, other
