SELECT 1
FROM event_mentions
WHERE event_id = $event_id
