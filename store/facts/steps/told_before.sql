-- Rows with what a truth that came late says of an output that goes: true, it was right.
SELECT r.*, CASE WHEN r.truth IS NULL AND r.prediction IS NULL AND r.output IS NOT NULL
                 THEN NOT is_wrong(l.truth, NULL, r.output) END AS _told
FROM (/*rows*/) AS r LEFT JOIN labels AS l ON l.event_id = r.event_id AND l.truth IS NOT NULL
