SELECT event_id AS detail
FROM event_mentions
GROUP BY event_id
HAVING count(*) > 1
