-- The events of a window that filters keep.
SELECT * FROM events
WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
  AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/
