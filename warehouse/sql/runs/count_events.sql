-- What the run has brought in, by type.
SELECT event_type, count(*)
FROM event_mentions
WHERE run_id = $run_id
GROUP BY event_type
