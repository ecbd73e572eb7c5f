-- What training texts look like from afar, while their file is read.
CREATE OR REPLACE TEMP TABLE training_made (exact_sha256 VARCHAR, normal_sha256 VARCHAR,
  length INTEGER, signature BLOB, label_sha256 VARCHAR, file VARCHAR, row BIGINT,
  import_id VARCHAR)
