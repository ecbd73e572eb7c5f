-- A row for each judged event: the place of what went wrong, and of each column's value.
WITH asked AS (
  SELECT kind /*by*/
  FROM events
  WHERE (truth IS NOT NULL OR passed IS NOT NULL)
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT 0/*kind*/ AS kind /*codes*/ FROM asked
