SELECT
    alert.alert_id,
    alert.kind,
    alert.severity,
    alert.state,
    alert.created_at,
    alert.fingerprint,
    alert.run_id,
    alert.scope,
    alert.title,
    delivery.target,
    delivery.state AS delivery,
    delivery.attempts,
    delivery.next_attempt_at,
    delivery.sent_at,
    delivery.last_error
FROM alert
LEFT JOIN delivery ON alert.alert_id = delivery.alert_id
WHERE alert.alert_id IN (SELECT alert_id FROM alert ORDER BY alert_id DESC LIMIT :most)
ORDER BY alert.alert_id DESC, delivery.target
