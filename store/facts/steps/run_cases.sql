-- The cases of the set versions that a run is pinned to.
INSERT INTO run_cases SELECT DISTINCT ON (case_id) case_id, plain_label(ref), expected, behaviour
FROM (SELECT unnest($1::VARCHAR[]) AS case_id, unnest($2::VARCHAR[]) AS ref,
  unnest($3::VARCHAR[]) AS expected, unnest($4::VARCHAR[]) AS behaviour)
