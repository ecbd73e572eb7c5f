-- The inputs of a shown group, or (free) of all failures without any label, the $most frequent: the
-- first $length characters of each, how often it failed and what that cost.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
mine AS (
  SELECT case_id, count(*) AS count,
    CASE WHEN bool_and(coalesce(f.cost, price) IS NOT NULL) THEN sum(coalesce(f.cost, price)) END
      AS cost
  FROM failing f LEFT JOIN price p ON p.kind = f.kind
  WHERE CAST($free AS BOOLEAN) AND expected IS NULL AND actual IS NULL
    OR NOT CAST($free AS BOOLEAN) AND (
      group_id IN (SELECT unnest(CAST($signatures AS VARCHAR[])))
        AND (group_id, case_id) NOT IN (
          SELECT unnest(CAST($out_groups AS VARCHAR[])), unnest(CAST($out_cases AS VARCHAR[])))
      OR (group_id, case_id) IN (
          SELECT unnest(CAST($in_groups AS VARCHAR[])), unnest(CAST($in_cases AS VARCHAR[]))))
  GROUP BY case_id ORDER BY count DESC, case_id LIMIT $most),
text AS (
  SELECT case_id, arg_max(left(input, $length), coalesce(occurred_at, TIMESTAMPTZ '1970-01-01'))
    AS text
  FROM failures SEMI JOIN mine USING (case_id) GROUP BY case_id)
SELECT case_id, coalesce(text, '') AS text, count, cost FROM mine LEFT JOIN text USING (case_id)
ORDER BY case_id
