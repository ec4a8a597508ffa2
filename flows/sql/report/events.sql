SELECT event_type, status, count(*) AS "count"
FROM event_mentions
WHERE run_id = $run_id
GROUP BY ALL
ORDER BY "count" DESC, event_type, status
