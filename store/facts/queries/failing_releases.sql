-- Failures from $since until $until by release ($release is the cohort column that names it) and
-- model version; $costs are what one failure of $kinds costs where its row does not say.
-- Failures of the inputs $dismissed are none.
WITH price AS (
  SELECT unnest(CAST($kinds AS VARCHAR[])) AS kind, unnest(CAST($costs AS DOUBLE[])) AS price)
SELECT substr([c FOR c IN f.cohorts IF starts_with(c, $release || '=')][1], length($release) + 2)
    AS release, f.model_version, count(*) AS failures, sum(coalesce(f.cost, price)) AS cost
FROM failing f LEFT JOIN price p ON p.kind = f.kind
WHERE ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
  AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ))
  AND f.case_id NOT IN (SELECT unnest(CAST($dismissed AS VARCHAR[])))
GROUP BY ALL ORDER BY ALL
