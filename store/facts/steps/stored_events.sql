-- Stored events. Failures carry the id of their case; the others' is worked out when asked for.
SELECT /*columns*/, content_hash FROM (
  SELECT * REPLACE (
    coalesce(case_id, case_id_of(route, coalesce(input, event_id))) AS case_id,
    CAST(content_hash AS VARCHAR) AS content_hash) FROM (/*rows*/))
