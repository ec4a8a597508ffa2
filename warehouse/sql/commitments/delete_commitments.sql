DELETE FROM commitments
WHERE event_id IN (SELECT event_id FROM stale_commitments)
