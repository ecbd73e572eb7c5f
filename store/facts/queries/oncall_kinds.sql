-- Failures by kind: from $now to before $until, and from $since to before $before. Those of the
-- inputs $dismissed are none.
SELECT kind,
  count(*) FILTER (occurred_at >= CAST($now AS TIMESTAMPTZ)) AS count,
  count(*) FILTER (occurred_at < CAST($before AS TIMESTAMPTZ)) AS count_before
FROM failing
WHERE occurred_at >= CAST($since AS TIMESTAMPTZ) AND occurred_at < CAST($until AS TIMESTAMPTZ)
  AND case_id NOT IN (SELECT unnest(CAST($dismissed AS VARCHAR[])))
GROUP BY kind ORDER BY count DESC, count_before DESC, kind
