-- When a truth last came by itself, and the last event that has one, from $since on.
SELECT (SELECT max(labelled_at) FROM labels) AS labelled,
  (SELECT max(occurred_at) FROM events
   WHERE truth IS NOT NULL AND occurred_at >= CAST($since AS TIMESTAMPTZ)) AS truth
