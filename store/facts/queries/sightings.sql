-- Each of $case_ids as it failed: its newest failure, how often it failed and in how many wordings,
-- how often in the newest one, and its weeks. A title shorter than 140 characters is the whole
-- input; among several failures with one that is `cut`, only the inputs tell the wordings.
WITH mine AS MATERIALIZED (
  SELECT case_id, event_id, group_id, kind, expected, actual, occurred_at, week, route,
    model_version, cost, title, length(title) NOT BETWEEN 1 AND 139 AS cut
  FROM failing WHERE case_id IN (SELECT unnest($case_ids))),
newest AS (
  SELECT * EXCLUDE (cut), count(*) OVER (PARTITION BY case_id, title) AS verbatim FROM mine
  QUALIFY row_number() OVER (
    PARTITION BY case_id ORDER BY occurred_at DESC NULLS LAST, event_id) = 1),
counted AS (
  SELECT case_id, count(*) AS count, count(DISTINCT title) AS wordings,
    count(*) > 1 AND bool_or(cut) AS cut
  FROM mine GROUP BY case_id),
weekly AS (
  SELECT case_id, list(week ORDER BY week) AS weeks, list(n ORDER BY week) AS counts
  FROM (SELECT case_id, week, count(*) AS n FROM mine WHERE week IS NOT NULL
        GROUP BY case_id, week) GROUP BY case_id)
SELECT newest.*, cost AS cost_of_failure, counted.count, counted.wordings, counted.cut,
  weekly.weeks, weekly.counts
FROM newest JOIN counted USING (case_id) LEFT JOIN weekly USING (case_id)
ORDER BY case_id
