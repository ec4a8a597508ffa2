-- The promises to be written, as far as they are known on the day $as_of.
CREATE OR REPLACE TEMP TABLE known_promises AS
SELECT *
FROM made_promises
WHERE
    event_id IN (SELECT event_id FROM stale_commitments)
    AND coalesce(announced_date <= $as_of, true)
