-- Failures that came from $since until $until after the gate had let their release through, by
-- shown group ($parts are shown in $wholes, what splits have moved in $taken_to). $passed_at is
-- when it let through each of $models with each of $releases ('' where none is named; $release is
-- the cohort column that names one); $states are where $cases stand, $costs what one failure of
-- $kinds costs where its row does not say. Failures of the inputs $dismissed are none.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price),
part AS (
  SELECT unnest(CAST($parts AS VARCHAR[])) AS group_id,
    unnest(CAST($wholes AS VARCHAR[])) AS whole),
taken AS (
  SELECT unnest(CAST($taken_groups AS VARCHAR[])) AS group_id,
    unnest(CAST($taken_cases AS VARCHAR[])) AS case_id,
    unnest(CAST($taken_to AS VARCHAR[])) AS whole),
green AS (
  SELECT unnest(CAST($releases AS VARCHAR[])) AS release,
    unnest(CAST($models AS VARCHAR[])) AS model_version,
    unnest(CAST($passed_at AS TIMESTAMPTZ[])) AS passed_at),
stands AS (
  SELECT unnest(CAST($cases AS VARCHAR[])) AS case_id,
    unnest(CAST($states AS VARCHAR[])) AS state),
told AS (
  SELECT f.*, coalesce(f.cost, price) AS worth, coalesce(
    substr([c FOR c IN f.cohorts IF starts_with(c, $release || '=')][1], length($release) + 2),
    '') AS release
  FROM failing f LEFT JOIN price p ON p.kind = f.kind
  WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ))
    AND f.case_id NOT IN (SELECT unnest(CAST($dismissed AS VARCHAR[]))))
SELECT coalesce(t.whole, w.whole, f.group_id) AS group_id, mode(f.kind) AS kind,
  mode(f.expected) AS expected, mode(f.actual) AS actual, count(*) AS failures,
  count(DISTINCT f.case_id) AS inputs, sum(worth) AS cost, bool_or(worth IS NULL) AS unpriced,
  arg_max(f.title, f.occurred_at) AS example, arg_max(f.case_id, f.occurred_at) AS example_case,
  arg_max(f.event_id, f.occurred_at) AS example_event, max(f.occurred_at) AS last_seen,
  count(DISTINCT f.case_id) FILTER (state = 'blocking') AS blocking,
  count(DISTINCT f.case_id) FILTER (state = 'monitoring') AS monitoring,
  count(DISTINCT f.case_id) FILTER (state = 'backlog') AS backlog,
  count(DISTINCT f.case_id) FILTER (state IN ('dismissed', 'retired')) AS let_go,
  list_sort(list(DISTINCT coalesce(nullif(f.release, ''), f.model_version))) AS releases
FROM told f JOIN green g ON g.release = f.release
    AND g.model_version = coalesce(f.model_version, '') AND f.occurred_at >= g.passed_at
  LEFT JOIN part w ON w.group_id = f.group_id
  LEFT JOIN taken t ON t.group_id = f.group_id AND t.case_id = f.case_id
  LEFT JOIN stands s ON s.case_id = f.case_id
GROUP BY 1 ORDER BY cost DESC NULLS LAST, failures DESC, 1
