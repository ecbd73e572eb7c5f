-- How each of $case_ids went in the newest of $runs (newest first) that scored what it asks now
-- ($asks, in the order of the ids): at most $limit runs a case, as lists that go together.
-- `otherwise`: the runs that scored it when it asked something else.
WITH asked AS (
  SELECT unnest($case_ids) AS case_id, unnest($asks) AS asks),
placed AS (
  SELECT unnest($runs) AS run, unnest(range(len($runs))) AS place),
tallied AS (
  SELECT r.case_id, p.place,
    count(*) FILTER (r.asked_sha256 = a.asks) AS attempts,
    count(*) FILTER (r.passed AND r.asked_sha256 = a.asks) AS passed,
    count(*) FILTER (NOT r.passed AND r.asked_sha256 = a.asks) AS failed
  FROM results r JOIN asked a ON a.case_id = r.case_id JOIN placed p ON p.run = r.run
  GROUP BY r.case_id, p.place),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY case_id, attempts > 0 ORDER BY place) AS nth
  FROM tallied)
SELECT case_id, list(place ORDER BY place) FILTER (attempts = 0) AS otherwise,
  list(place ORDER BY place) FILTER (attempts > 0 AND nth <= $limit) AS places,
  list(attempts ORDER BY place) FILTER (attempts > 0 AND nth <= $limit) AS attempts,
  list(passed ORDER BY place) FILTER (attempts > 0 AND nth <= $limit) AS passed,
  list(failed ORDER BY place) FILTER (attempts > 0 AND nth <= $limit) AS failed
FROM ranked GROUP BY case_id ORDER BY case_id
