-- Take the oldest message that is due, to one of the targets, for as long as a delivery may last: whoever dies with it
-- gives it back. A time far ahead comes from a clock that has jumped back since.
UPDATE delivery
SET attempts = attempts + 1, next_attempt_at = :now + :lease
WHERE rowid = (
    SELECT rowid
    FROM delivery
    WHERE
        state = 'pending'
        AND target IN (SELECT value FROM json_each(:targets))
        AND (next_attempt_at <= :now OR next_attempt_at > :now + 90000)
    ORDER BY alert_id, target
    LIMIT 1
)
RETURNING alert_id, target, attempts
