-- The events of one cell of a confusion matrix, newest first; see cohort_cells.
WITH asked AS (
  SELECT event_id, case_id, input, output, score, occurred_at, model_version, truth,
    CASE WHEN error IS NULL THEN coalesce(prediction, CASE WHEN $outputs THEN
      CASE WHEN same_answer(truth, output) THEN truth ELSE plain_label(output) END END)
    END AS prediction
  FROM events
  WHERE truth = $truth
    AND ($since IS NULL OR occurred_at >= CAST($since AS TIMESTAMPTZ))
    AND ($until IS NULL OR occurred_at < CAST($until AS TIMESTAMPTZ)) /*where*/)
SELECT 0/*level*/ AS level /*names*/, event_id AS id, case_id, left(input, 140) AS title, score,
  strftime(timezone('UTC', occurred_at), '%Y-%m-%dT%H:%M:%S+00:00') AS occurred_at,
  model_version, count(*) OVER () AS n
FROM asked WHERE prediction IS NOT DISTINCT FROM $predicted
ORDER BY occurred_at DESC NULLS LAST, event_id LIMIT $limit
