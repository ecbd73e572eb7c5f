-- The cases of the set versions that a run is pinned to; of a case in two, the first counts.
INSERT INTO run_cases SELECT case_id, plain_label(ref), expected, behaviour, asked_sha256
FROM (SELECT unnest($1::VARCHAR[]) AS case_id, unnest($2::VARCHAR[]) AS ref,
  unnest($3::VARCHAR[]) AS expected, unnest($4::VARCHAR[]) AS behaviour,
  unnest($5::VARCHAR[]) AS asked_sha256, unnest(range(len($1::VARCHAR[]))) AS place)
QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY place) = 1
