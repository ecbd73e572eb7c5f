-- Events with the truths that came late, and what they show.
SELECT e.* REPLACE (
  coalesce(e.truth, l.truth) AS truth,
  coalesce(e.kind, CASE WHEN e.truth IS NULL AND e.passed IS NULL
                         AND is_wrong(l.truth, e.prediction, e.output)
                        THEN 'wrong_answer' END) AS kind)
FROM (/*events*/) AS e LEFT JOIN labels AS l USING (event_id)
