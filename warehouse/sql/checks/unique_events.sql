SELECT event_id AS detail
FROM events
GROUP BY event_id
HAVING count(*) > 1
