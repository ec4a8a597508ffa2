UPDATE source_files
SET last_seen_at = now() AT TIME ZONE 'UTC'
WHERE inbox = $inbox AND status <> 'deleted' AND path IN (SELECT unnest(CAST($present AS VARCHAR[])))
