UPDATE delivery
SET next_attempt_at = :next_attempt_at, last_error = :error
WHERE alert_id = :alert_id AND target = :target
