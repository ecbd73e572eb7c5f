-- What is known already of the candidates' ids.
CREATE OR REPLACE TEMP TABLE known AS
SELECT event_id, content_hash, truth, import_id AS event_import_id FROM events
WHERE event_id IN (SELECT event_id FROM candidates WHERE _bad < 4);
CREATE OR REPLACE TEMP TABLE known_labels AS
SELECT event_id, truth, import_id FROM labels
WHERE event_id IN (SELECT event_id FROM candidates WHERE _bad < 4)
