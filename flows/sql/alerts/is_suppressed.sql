-- The same message was sent within the window, and it was not called over since. One from the future (the clock has
-- jumped back) does not count.
SELECT 1
FROM alert AS sent
WHERE
    sent.scope = :scope
    AND sent.fingerprint = :fingerprint
    AND sent.state = 'queued'
    AND sent.created_at > :now - :window
    AND sent.created_at <= :now + 60
    AND NOT EXISTS (
        SELECT 1
        FROM alert AS over
        WHERE over.scope = sent.scope AND over.kind = 'resolved' AND over.alert_id > sent.alert_id
    )
