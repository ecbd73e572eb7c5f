-- The days of the first and of the last event, counted from 1970.
SELECT epoch_us(min(occurred_at)) // 86400000000, epoch_us(max(occurred_at)) // 86400000000
FROM (/*events*/)
