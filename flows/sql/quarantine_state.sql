SELECT
    count(*) FILTER (payload_form <> 'json') AS files,
    count(*) FILTER (payload_form = 'json') AS events,
    min(created_at) AS oldest
FROM quarantine
WHERE state = 'open'
