DELETE FROM quantities
WHERE event_id IN (SELECT event_id FROM stale_events)
