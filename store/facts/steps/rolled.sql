-- What questions about rollups are asked of; the files that are meant take its place.
CREATE TABLE rollup (_week DATE, _month DATE, _length UTINYINT, _known UTINYINT, truth VARCHAR,
  _said VARCHAR, _answer VARCHAR, _n BIGINT)
