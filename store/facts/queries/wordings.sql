-- In how many wordings each of $case_ids failed, and how often in that of the failure that is among
-- the $newest.
WITH mine AS MATERIALIZED (
  SELECT case_id, event_id, input FROM failures
  WHERE case_id IN (SELECT unnest(CAST($case_ids AS VARCHAR[])))),
newest AS (
  SELECT case_id, input FROM mine
  WHERE event_id IN (SELECT unnest(CAST($newest AS VARCHAR[]))))
SELECT m.case_id, count(DISTINCT m.input) AS wordings,
  count(*) FILTER (m.input IS NOT DISTINCT FROM n.input) AS verbatim
FROM mine m JOIN newest n USING (case_id) GROUP BY m.case_id ORDER BY m.case_id
