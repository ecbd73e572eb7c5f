-- Put down what some training texts look like.
INSERT INTO training_made
SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[]), unnest($3::INTEGER[]),
  unnest($4::BLOB[]), unnest($5::VARCHAR[]), $7, unnest($6::BIGINT[]), $8
