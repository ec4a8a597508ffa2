-- Promises whose ending was an event that is other than it was.
CREATE OR REPLACE TEMP TABLE torn_outcomes AS
SELECT DISTINCT promise_event_id AS event_id
FROM stg_outcomes
WHERE event_id IN (SELECT event_id FROM changed_outcomes)
