-- Cases that at least so many events say which do not go.
SELECT case_id FROM events WHERE case_id IN (SELECT unnest(?::VARCHAR[]))
  AND event_id NOT IN (FROM gone_events)
GROUP BY case_id HAVING count(*) >= ?
