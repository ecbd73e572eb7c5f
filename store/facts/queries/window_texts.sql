-- Inputs, and their conversations, of the events that filters keep, the same ones whenever there are more than `most`.
SELECT text_of(input) AS text, trace_id
FROM (FROM events /*events*/)
WHERE text_of(input) IS NOT NULL
ORDER BY hash(event_id), event_id LIMIT $most
