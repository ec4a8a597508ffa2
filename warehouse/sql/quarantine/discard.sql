UPDATE quarantine
SET state = 'discarded', closed_at = now() AT TIME ZONE 'UTC', closed_reason = $reason
WHERE quarantine_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) AND state = 'open'
RETURNING quarantine_id
