-- The values of every column that judged events have, and the kinds of what went wrong.
WITH asked AS (
  SELECT kind /*by*/
  FROM events
  WHERE (truth IS NOT NULL OR passed IS NOT NULL)
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT coalesce(list(DISTINCT kind) FILTER (kind IS NOT NULL), []) AS kind /*values*/ FROM asked
