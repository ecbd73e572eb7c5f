-- The inputs with a failure in which every word occurs: $first, and all of $others.
SELECT DISTINCT case_id FROM (
  SELECT case_id, lower(concat_ws(' ', input, expected, output, actual)) AS text FROM failures)
WHERE contains(text, $first)
  AND len([word FOR word IN CAST($others AS VARCHAR[]) IF NOT contains(text, word)]) = 0
