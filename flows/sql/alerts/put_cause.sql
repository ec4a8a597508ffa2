INSERT INTO cause (scope, key, severity, text, since, last_seen)
VALUES (:scope, :key, :severity, :text, :now, :now)
ON CONFLICT (scope, key) DO UPDATE SET severity = excluded.severity, text = excluded.text, last_seen = excluded.last_seen
