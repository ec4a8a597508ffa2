DELETE FROM cause
WHERE scope = :scope AND key = :key
