INSERT INTO delivery (alert_id, target, state, next_attempt_at)
VALUES (:alert_id, :target, 'pending', :not_before)
ON CONFLICT (alert_id, target) DO UPDATE
SET state = 'pending', next_attempt_at = excluded.next_attempt_at
