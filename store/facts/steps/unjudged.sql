-- Result rows that are kept out, with why.
SELECT file, row, why, coalesce(said_case, case_id), case_id, attempt FROM judged
WHERE why IS NOT NULL
UNION ALL
SELECT file, row, fate, said_case, case_id, numbered FROM result_fates WHERE fate = 'taken'
ORDER BY file, row
