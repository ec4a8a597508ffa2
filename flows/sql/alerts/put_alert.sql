INSERT INTO alert (kind, scope, fingerprint, severity, run_id, title, body, state, created_at)
VALUES (:kind, :scope, :fingerprint, :severity, :run_id, :title, :body, :state, :now)
