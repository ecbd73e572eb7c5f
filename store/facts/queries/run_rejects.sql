-- How many results of the imports $import_ids are in quarantine, although they name a case.
SELECT count(*) AS count FROM rejects
WHERE import_id IN (SELECT unnest($import_ids)) AND field IS DISTINCT FROM 'case_id'
