INSERT INTO changed_events
SELECT event_id FROM stale_events
