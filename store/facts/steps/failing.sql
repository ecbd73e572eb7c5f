-- Every failure in view without its long texts, in memory: what many questions are asked of.
CREATE TABLE IF NOT EXISTS failing (
  event_id VARCHAR, case_id VARCHAR, group_id VARCHAR, kind VARCHAR, expected VARCHAR,
  actual VARCHAR, occurred_at TIMESTAMPTZ, week DATE, route VARCHAR, model_version VARCHAR,
  cost DOUBLE, title VARCHAR, cohorts VARCHAR[],
  import_id VARCHAR)
