SELECT quarantine_id
FROM quarantine
WHERE state = 'open'
ORDER BY created_at, quarantine_id
