SELECT title, body, severity
FROM alert
WHERE alert_id = :alert_id
