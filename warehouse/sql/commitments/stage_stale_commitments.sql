-- Promises of which the row may change: they or what ended them are other than they were, or, since the rows were last
-- written, the day came on which they were announced, told of again, ended or due. Where the day goes back, all may.
CREATE OR REPLACE TEMP TABLE stale_commitments AS
WITH written AS (
    SELECT max(as_of) AS day
    FROM commitments
),

days AS (
    SELECT CASE WHEN day <= $as_of THEN day END AS last_day
    FROM written
),

-- With the news of an event, what is known of it as a promise and as an ending may be other.
told AS (
    SELECT event_id
    FROM events
    WHERE last_seen > (SELECT last_day FROM days) AND first_seen <= $as_of
)

SELECT event_id FROM changed_outcomes
UNION
SELECT event_id FROM torn_outcomes
UNION
SELECT promise_event_id FROM stg_outcomes WHERE event_id IN (SELECT event_id FROM changed_outcomes)
UNION
SELECT event_id FROM told
UNION
SELECT promise_event_id FROM stg_outcomes WHERE event_id IN (SELECT event_id FROM told)
UNION
SELECT event_id
FROM made_promises
WHERE
    (SELECT last_day FROM days) IS NULL
    OR (announced_date > (SELECT last_day FROM days) AND announced_date <= $as_of)
    OR (due_end >= (SELECT last_day FROM days) AND due_end < $as_of)
UNION
SELECT event_id FROM commitments WHERE (SELECT last_day FROM days) IS NULL
