-- How the run $run went against $baseline in every slice of up to three columns: each of them,
-- each pair, and all. $case_ids ask $asks and lie in $cells, all in one order; a cell is a
-- place in $a, $b and $c, the values of the columns.
-- A case passed when every attempt did; broke and fixed count cases that both runs have scored.
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asked_sha256, unnest($cells) AS cell),
attempts AS MATERIALIZED (
  SELECT case_id, run = $run AS is_candidate, passed, latency_ms, cost_usd, cell
  FROM results JOIN asked USING (case_id, asked_sha256)
  WHERE run = $run OR run = $baseline),
cases AS (
  SELECT case_id, cell,
    bool_and(coalesce(passed, false)) FILTER (is_candidate) AS ok,
    bool_and(coalesce(passed, false)) FILTER (NOT is_candidate) AS was_ok,
    bool_or(NOT passed) FILTER (is_candidate) AS failed,
    bool_or(NOT passed) FILTER (NOT is_candidate) AS was_failed,
    list(latency_ms) FILTER (is_candidate AND latency_ms IS NOT NULL) AS latencies,
    sum(cost_usd) FILTER (is_candidate) AS cost_usd,
    count(cost_usd) FILTER (is_candidate) AS priced
  FROM attempts GROUP BY case_id, cell),
judged AS (
  SELECT *, coalesce(ok OR failed, false) AS scored,
    coalesce(was_ok OR was_failed, false) AS was_scored
  FROM cases),
cells AS (
  SELECT cell, count(*) FILTER (scored) AS n, count(*) FILTER (scored AND ok) AS passed,
    count(*) FILTER (scored AND was_scored) AS pairs,
    count(*) FILTER (scored AND was_scored AND was_ok AND NOT ok) AS broke,
    count(*) FILTER (scored AND was_scored AND ok AND NOT was_ok) AS fixed,
    flatten(list(latencies)) AS latencies, sum(cost_usd) AS cost_usd, sum(priced) AS priced
  FROM judged GROUP BY cell),
places AS (
  SELECT unnest(range(len($a))) AS cell, unnest($a) AS a, unnest($b) AS b, unnest($c) AS c)
SELECT grouping(a, b, c) AS level, a, b, c, CAST(sum(n) AS BIGINT) AS n,
  CAST(sum(passed) AS BIGINT) AS passed, CAST(sum(pairs) AS BIGINT) AS pairs,
  CAST(sum(broke) AS BIGINT) AS broke, CAST(sum(fixed) AS BIGINT) AS fixed,
  list_aggregate(flatten(list(latencies)), 'quantile_cont', 0.95) AS p95_ms,
  sum(cost_usd) / nullif(sum(priced), 0) AS cost_usd
FROM cells JOIN places USING (cell)
GROUP BY GROUPING SETS ((), (a), (b), (c), (a, b), (a, c), (b, c))
ORDER BY level DESC, a, b, c
