-- Events as numbers, to be counted by day: _judged is 1 where it is known whether the event was
-- right, and 3 where it was wrong. Events without a time belong to no day.
SELECT CAST(epoch_us(occurred_at) // 86400000000 AS INTEGER) AS _day,
  CAST(truth IS NOT NULL OR passed IS NOT NULL AS UTINYINT)
    | (CAST((truth IS NOT NULL OR passed IS NOT NULL) AND kind IS NOT NULL AS UTINYINT) << 1)
    AS _judged /*cells*/
FROM (/*events*/) WHERE occurred_at IS NOT NULL
