-- Loading the file has closed its rows already where they were open.
UPDATE quarantine
SET
    state = 'replayed',
    attempts = attempts + 1,
    last_attempt_at = now() AT TIME ZONE 'UTC',
    last_error = NULL,
    closed_at = now() AT TIME ZONE 'UTC'
WHERE quarantine_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) AND state IN ('open', 'superseded')
RETURNING quarantine_id
