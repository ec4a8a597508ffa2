UPDATE quarantine
SET attempts = attempts + 1, last_attempt_at = now() AT TIME ZONE 'UTC', last_error = $error
WHERE quarantine_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) AND state = 'open'
