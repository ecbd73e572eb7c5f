-- Failures from $since until $until by week, part and what one costs. The part is the kind, the
-- route, the shown group ($parts are shown in $wholes, what splits have moved in $taken_to) or the
-- cohort column named $by; $costs are what one failure of $kinds costs where its row does not say.
-- `let_go` are failures of the inputs $dismissed.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
told AS (
  SELECT f.week, coalesce(f.cost, price) AS cost, CASE $by
      WHEN 'kind' THEN f.kind WHEN 'route' THEN f.route
      WHEN 'group' THEN coalesce(t.whole, w.whole, f.group_id)
      ELSE substr([c FOR c IN f.cohorts IF starts_with(c, $by || '=')][1], length($by) + 2) END
      AS part, f.case_id IN (SELECT unnest(CAST($dismissed AS VARCHAR[]))) AS let_go
  FROM failing f LEFT JOIN part w ON w.group_id = f.group_id
    LEFT JOIN taken t ON t.group_id = f.group_id AND t.case_id = f.case_id
    LEFT JOIN price p ON p.kind = f.kind
  WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)))
SELECT week, part, cost, let_go, count(*) AS n FROM told GROUP BY ALL ORDER BY ALL
