-- Alerts that wait: to one of the targets, or because nobody has got them; `stranded` are those that no target will get.
WITH reached AS (
    SELECT
        alert.alert_id,
        alert.kind,
        alert.created_at,
        coalesce(max(delivery.state = 'sent'), 0) AS is_sent,
        coalesce(
            max(delivery.state = 'pending' AND delivery.target IN (SELECT value FROM json_each(:targets))), 0
        ) AS is_pending
    FROM alert
    LEFT JOIN delivery ON alert.alert_id = delivery.alert_id
    WHERE alert.state = 'queued'
    GROUP BY alert.alert_id, alert.kind, alert.created_at
)

SELECT
    count(*) AS waiting,
    coalesce(sum(NOT is_pending), 0) AS stranded,
    min(created_at) AS oldest
FROM reached
WHERE is_pending OR (NOT is_sent AND kind <> 'test')
