-- Some wrong events of one slice, newest first.
SELECT 0/*level*/ AS level /*names*/, event_id AS id, case_id, left(input, 140) AS title
FROM events
WHERE (truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL
  AND ($kind IS NULL OR kind = $kind)
  AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
  AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/
ORDER BY occurred_at DESC NULLS LAST, event_id LIMIT $limit
