SELECT *
FROM quarantine
WHERE starts_with(quarantine_id, $prefix)
ORDER BY quarantine_id
LIMIT 2
