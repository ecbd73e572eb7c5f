-- What failures from $since to before $until cost by input and kind, with what their events say of
-- $columns: a list in that order. $costs are what one failure of $kinds costs where its row does
-- not say; `unpriced` ones cost nobody knows what.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
asked AS (SELECT CAST($columns AS VARCHAR[]) AS columns),
told AS (
  SELECT f.case_id, f.kind, f.route, f.expected IS NOT NULL AS stated,
    [[substr(cell, length(c) + 2) FOR cell IN f.cohorts IF starts_with(cell, c || '=')][1]
      FOR c IN columns] AS said,
    coalesce(f.cost, price) AS worth
  FROM failing f CROSS JOIN asked LEFT JOIN price p ON p.kind = f.kind
  WHERE ($since IS NULL OR f.occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR f.occurred_at < CAST($until AS TIMESTAMPTZ)))
SELECT case_id, kind, route, stated, said, count(*) AS failures,
  coalesce(sum(worth), 0) AS cost, count(*) FILTER (worth IS NULL) AS unpriced
FROM told GROUP BY ALL ORDER BY case_id, kind, route, said
