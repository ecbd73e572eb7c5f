-- Whether each attempt passed: as stated; NULL when it errored; else by the expected answer.
CREATE OR REPLACE TEMP TABLE judged AS
WITH verdicts AS (
  SELECT * EXCLUDE (passed),
    CASE WHEN error IS NOT NULL THEN NULL
         WHEN passed IS NOT NULL THEN passed
         WHEN behaviour IN ('refusal', 'needs_human')
           THEN CASE WHEN normalised(said) = normalised(behaviour) THEN true END
         WHEN expected IS NOT NULL THEN same_answer(plain_label(expected), said) END AS passed,
    CASE WHEN case_id IS NULL THEN 'unknown_case'
         WHEN passed IS NOT NULL OR error IS NOT NULL THEN NULL
         WHEN said IS NULL THEN 'says_nothing'
         WHEN behaviour IN ('refusal', 'needs_human')
           THEN CASE WHEN normalised(said) = normalised(behaviour) THEN NULL ELSE behaviour END
         WHEN expected IS NULL THEN 'nothing_expected' END AS why
  FROM matched
)
SELECT *, CASE WHEN why IS NULL THEN coalesce(attempt, row_number() OVER (
    PARTITION BY case_id, why IS NULL ORDER BY content_hash, file, n)) END AS numbered
FROM verdicts
