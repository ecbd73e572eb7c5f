-- Events counted by week, month, what is known of each, and columns that have few values.
-- _known: 1 predicted, 2 judged, 4 wrong, 8 timed, 16 with a cost, 32 scored, 64 labelled.
SELECT _week, _month, _length, _known /*names*/, CAST(sum(_sign) AS BIGINT) AS _n
FROM (
  SELECT CAST(date_trunc('week', _moment) AS DATE) AS _week,
    CAST(date_trunc('month', _moment) AS DATE) AS _month,
    CAST(CASE WHEN length(input) <= 40 THEN 1 WHEN length(input) <= 160 THEN 2
              WHEN length(input) <= 640 THEN 3 WHEN input IS NOT NULL THEN 4 END AS UTINYINT)
      AS _length,
    CAST(truth IS NOT NULL AND prediction IS NOT NULL AS UTINYINT)
      | (CAST(truth IS NOT NULL OR passed IS NOT NULL AS UTINYINT) << 1)
      | (CAST((truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL AS UTINYINT) << 2)
      | (CAST(latency_ms IS NOT NULL AS UTINYINT) << 3)
      | (CAST(cost_usd IS NOT NULL AS UTINYINT) << 4)
      | (CAST(truth IS NOT NULL AND coalesce(isfinite(score), false) AS UTINYINT) << 5)
      | (CAST(truth IS NOT NULL AS UTINYINT) << 6) AS _known,
    _sign /*cells*/
  -- The times are UTC; asking for the zone costs more than all the rest.
  FROM (SELECT *, make_timestamp(epoch_us(occurred_at)) AS _moment FROM (/*events*/)))
GROUP BY ALL ORDER BY _week, _month
