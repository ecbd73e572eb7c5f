-- The training texts that this import brings.
SELECT * FROM training_fresh ORDER BY file, row
