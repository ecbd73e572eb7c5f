-- How the run $run went against $baseline in every slice of up to three columns: each of them,
-- each pair, and all. $case_ids ask $asks and have the values $a, $b, $c, all in one order.
-- A case passed when every attempt did; broke and fixed count cases that both runs have scored.
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asked_sha256,
    unnest($a) AS a, unnest($b) AS b, unnest($c) AS c),
attempts AS MATERIALIZED (
  SELECT case_id, run = $run AS is_candidate, passed, latency_ms, cost_usd, a, b, c
  FROM results JOIN asked USING (case_id, asked_sha256)
  WHERE run = $run OR run = $baseline),
cases AS (
  SELECT case_id, a, b, c,
    bool_and(coalesce(passed, false)) FILTER (is_candidate) AS ok,
    bool_and(coalesce(passed, false)) FILTER (NOT is_candidate) AS was_ok,
    coalesce(bool_and(coalesce(passed, false)) FILTER (is_candidate), false)
      OR count(*) FILTER (is_candidate AND NOT passed) > 0 AS scored,
    coalesce(bool_and(coalesce(passed, false)) FILTER (NOT is_candidate), false)
      OR count(*) FILTER (NOT is_candidate AND NOT passed) > 0 AS was_scored
  FROM attempts GROUP BY case_id, a, b, c),
outcomes AS (
  SELECT grouping(a, b, c) AS level, a, b, c,
    count(*) FILTER (scored) AS n, count(*) FILTER (scored AND ok) AS passed,
    count(*) FILTER (scored AND was_scored) AS pairs,
    count(*) FILTER (scored AND was_scored AND was_ok AND NOT ok) AS broke,
    count(*) FILTER (scored AND was_scored AND ok AND NOT was_ok) AS fixed
  FROM cases GROUP BY GROUPING SETS ((), (a), (b), (c), (a, b), (a, c), (b, c))),
speeds AS (
  SELECT grouping(a, b, c) AS level, a, b, c,
    quantile_cont(latency_ms, 0.95) AS p95_ms, avg(cost_usd) AS cost_usd
  FROM attempts WHERE is_candidate
  GROUP BY GROUPING SETS ((), (a), (b), (c), (a, b), (a, c), (b, c)))
SELECT o.*, s.p95_ms, s.cost_usd
FROM outcomes o LEFT JOIN speeds s ON s.level = o.level AND s.a IS NOT DISTINCT FROM o.a
  AND s.b IS NOT DISTINCT FROM o.b AND s.c IS NOT DISTINCT FROM o.c
ORDER BY o.level DESC, o.a, o.b, o.c
