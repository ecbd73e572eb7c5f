-- What every week brought. Events without a time stand under no week.
SELECT week, CAST(sum(events) AS BIGINT) AS events, CAST(sum(labelled) AS BIGINT) AS labelled,
  CAST(sum(failures) AS BIGINT) AS failures, sum(cost_usd_sum) AS cost_usd
FROM event_weeks GROUP BY week ORDER BY week NULLS LAST
