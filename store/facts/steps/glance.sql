-- Whether every row is new, or every row known, without looking at each.
SELECT count(*) AS rows, count(*) FILTER (c._bad >= 4) AS bad,
  count(*) FILTER (c._bad < 4 AND c.silent) AS silent, count(DISTINCT c.event_id) AS ids,
  count(k.event_id) AS known,
  count(*) FILTER (c._bad < 4 AND c.content_hash = k.content_hash
                   AND (c.truth IS NULL OR c.truth = k.truth)) AS same
FROM candidates AS c LEFT JOIN known AS k USING (event_id)
