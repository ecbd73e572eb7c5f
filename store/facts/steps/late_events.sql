-- What late truths change: the event as it was is taken away, as it is now it is added.
WITH late AS (
  SELECT e.*, l.truth AS _late FROM (/*events*/) AS e
  JOIN (/*labels*/) AS l USING (event_id) WHERE e.truth IS NULL)
SELECT * EXCLUDE (_late), -1 AS _sign FROM late
UNION ALL
SELECT * EXCLUDE (_late) REPLACE (_late AS truth,
  coalesce(kind, CASE WHEN passed IS NULL AND is_wrong(_late, prediction, output)
                      THEN 'wrong_answer' END) AS kind), 1 AS _sign FROM late
