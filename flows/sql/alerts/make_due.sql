UPDATE delivery
SET next_attempt_at = 0
WHERE state = 'pending'
