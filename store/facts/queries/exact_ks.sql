-- Kolmogorov-Smirnov and Wasserstein of a number, of all rows of two windows: ties are one step. Times as ISO.
WITH both_windows AS (
  SELECT CAST(score/*column*/ AS DOUBLE) AS x,
    occurred_at >= CAST($reference[1] AS TIMESTAMPTZ)
      AND occurred_at < CAST($reference[2] AS TIMESTAMPTZ) AS before
  FROM (FROM events /*events*/)
  WHERE ((occurred_at >= CAST($reference[1] AS TIMESTAMPTZ)
          AND occurred_at < CAST($reference[2] AS TIMESTAMPTZ))
      OR (occurred_at >= CAST($current[1] AS TIMESTAMPTZ)
          AND occurred_at < CAST($current[2] AS TIMESTAMPTZ)))
    AND isfinite(CAST(score/*column*/ AS DOUBLE))),
steps AS (
  SELECT x, count(*) FILTER (before) AS r, count(*) FILTER (NOT before) AS c
  FROM both_windows GROUP BY x),
functions AS (
  SELECT x, lead(x) OVER (ORDER BY x) AS next, sum(r) OVER (ORDER BY x) / sum(r) OVER () AS f,
    sum(c) OVER (ORDER BY x) / sum(c) OVER () AS g FROM steps)
SELECT CAST(max(abs(f - g)) AS DOUBLE) AS ks,
  CAST(coalesce(sum(abs(f - g) * (next - x)), 0) AS DOUBLE) AS moved FROM functions
