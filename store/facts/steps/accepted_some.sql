CREATE OR REPLACE TEMP VIEW accepted AS
SELECT s.* FROM staged AS s
JOIN fates AS f ON f.file = s.filename AND f.n = s.file_row_number WHERE f.fate = 'added'
