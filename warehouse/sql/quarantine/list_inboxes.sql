SELECT DISTINCT inbox
FROM quarantine
ORDER BY inbox
