SELECT count(*), min(alert.created_at)
FROM delivery
INNER JOIN alert ON delivery.alert_id = alert.alert_id
WHERE delivery.state = 'pending'
