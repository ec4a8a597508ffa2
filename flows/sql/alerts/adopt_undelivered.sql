-- What nobody has got goes to the addresses of today: none was set when it was raised, or others.
INSERT INTO delivery (alert_id, target, state, next_attempt_at)
SELECT alert.alert_id, target.value, 'pending', 0
FROM alert
CROSS JOIN json_each(:targets) AS target
WHERE
    alert.state = 'queued'
    AND alert.kind <> 'test'
    AND NOT EXISTS (
        SELECT 1
        FROM delivery
        WHERE
            delivery.alert_id = alert.alert_id
            AND (delivery.state = 'sent' OR delivery.target IN (SELECT value FROM json_each(:targets)))
    )
