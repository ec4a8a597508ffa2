SELECT key, severity, text
FROM cause
WHERE scope = :scope
ORDER BY key
