-- What every week brought, by route and model version.
SELECT week, route, model_version, CAST(sum(events) AS BIGINT) AS events,
  CAST(sum(labelled) AS BIGINT) AS labelled, CAST(sum(failures) AS BIGINT) AS failures,
  sum(cost_usd_sum) AS cost_usd
FROM event_weeks GROUP BY ALL ORDER BY ALL
