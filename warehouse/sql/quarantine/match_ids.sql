-- Ids that begin with the given letters; more than two are as ambiguous as two.
SELECT quarantine_id
FROM quarantine
WHERE starts_with(quarantine_id, $prefix)
ORDER BY quarantine_id = $prefix DESC, quarantine_id
LIMIT 2
