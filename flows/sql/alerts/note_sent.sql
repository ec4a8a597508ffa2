UPDATE delivery
SET state = 'sent', sent_at = :now, last_error = NULL
WHERE alert_id = :alert_id AND target = :target
