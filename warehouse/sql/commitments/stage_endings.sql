-- Later events that may show how a promise ended: the promised act done or called off by one of those who promised it,
-- with both sides named again, or at the promised time. The bounds on days that stand for all at once say nothing new:
-- with them whole stretches of old rows need not be read.
CREATE OR REPLACE TEMP TABLE ending_candidates AS
WITH promises AS (
    SELECT
        *,
        coalesce(due_end + 60, announced_date + 183) AS last_day,
        list_sort(list_distinct(list_concat(who_codes, towards_codes))) AS parties,
        event_id IN (SELECT event_id FROM changed_outcomes) AS is_changed
    FROM made_promises
    WHERE announced_date IS NOT NULL AND len(who_codes) > 0
),

fresh_promises AS (
    SELECT *
    FROM promises
    WHERE is_changed
),

outcomes AS (
    SELECT
        *,
        rowid AS row_number,
        CASE WHEN status IN ('occurred', 'ongoing') AND event_type <> 'REJECT' THEN 'kept' ELSE 'withdrawn' END AS outcome,
        list_sort(list_distinct(list_concat(actor_codes, recipient_codes))) AS codes
    FROM events
    WHERE
        status IN ('occurred', 'ongoing', 'negated')
        AND event_type NOT IN ('AGREE', 'CONCEDE', 'REQUEST', 'ACCUSE', 'THREATEN')
        AND NOT (event_type = 'REJECT' AND status = 'negated')
),

fresh_outcomes AS (
    SELECT *
    FROM outcomes
    WHERE row_number IN (SELECT rowid FROM events WHERE event_id IN (SELECT event_id FROM changed_outcomes))
),

later_outcomes AS (
    SELECT *
    FROM outcomes
    WHERE
        first_seen > (SELECT min(announced_date) FROM fresh_promises)
        AND event_date BETWEEN (SELECT min(announced_date) FROM fresh_promises) AND (SELECT max(last_day) FROM fresh_promises)
),

-- What is new on either side meets all of the other.
sides AS (
    SELECT 'promises' AS fresh, event_id, act_type, announced_date, last_day, due_start, due_end, who_codes, parties
    FROM fresh_promises
    UNION ALL
    SELECT 'outcomes', event_id, act_type, announced_date, last_day, due_start, due_end, who_codes, parties
    FROM promises
),

others AS (
    SELECT 'promises' AS fresh, event_id, event_type, event_date, first_seen, codes
    FROM later_outcomes
    UNION ALL
    SELECT 'outcomes', event_id, event_type, event_date, first_seen, codes
    FROM fresh_outcomes
),

side_acts AS (
    SELECT *, unnest([act_type, 'REJECT']) AS ending_type
    FROM sides
),

-- Both sides are named again: a promise to Peru by Chile is met by what has Chile and Peru in it.
side_dyads AS (
    SELECT *, unnest(flatten(list_transform(parties, lambda a: list_transform(list_filter(parties, lambda b: b > a), lambda b: a || '|' || b)))) AS dyad
    FROM side_acts
),

other_dyads AS (
    SELECT *, unnest(flatten(list_transform(codes, lambda a: list_transform(list_filter(codes, lambda b: b > a), lambda b: a || '|' || b)))) AS dyad
    FROM others
),

-- At the promised time one of those who promised acts.
side_members AS (
    SELECT *, unnest(who_codes) AS code
    FROM side_acts
    WHERE due_start IS NOT NULL AND due_end IS NOT NULL
),

other_members AS (
    SELECT *, unnest(codes) AS code
    FROM others
),

found AS (
    SELECT sides.event_id AS promise_event_id, others.event_id
    FROM side_dyads AS sides
    INNER JOIN other_dyads AS others
        ON
            sides.fresh = others.fresh
            AND sides.ending_type = others.event_type
            AND sides.dyad = others.dyad
            AND others.first_seen > sides.announced_date
            AND others.event_date >= sides.announced_date
            AND others.event_date <= sides.last_day
            AND len(list_intersect(sides.who_codes, others.codes)) > 0
    UNION
    SELECT sides.event_id, others.event_id
    FROM side_members AS sides
    INNER JOIN other_members AS others
        ON
            sides.fresh = others.fresh
            AND sides.ending_type = others.event_type
            AND sides.code = others.code
            AND others.first_seen > sides.announced_date
            AND others.event_date >= sides.announced_date
            AND others.event_date <= sides.last_day
            AND others.event_date >= sides.due_start - 3
            AND others.event_date <= sides.due_end + 3
),

worded AS (
    SELECT mention_id, words
    FROM stg_mentions
    WHERE
        mention_id IN (SELECT mention_id FROM made_promises)
        OR mention_id IN (SELECT best_mention_id FROM events WHERE event_id IN (SELECT event_id FROM found))
)

-- What keeps a promise shares a word with it, unless it speaks for itself: the comparison asks for more.
SELECT
    found.promise_event_id,
    found.event_id,
    row_number() OVER (ORDER BY found.promise_event_id, found.event_id) AS "number"
FROM found
INNER JOIN made_promises AS made ON found.promise_event_id = made.event_id
INNER JOIN outcomes AS ended ON found.event_id = ended.event_id
INNER JOIN worded AS promised ON made.mention_id = promised.mention_id
INNER JOIN worded AS done ON ended.best_mention_id = done.mention_id
WHERE
    found.promise_event_id <> found.event_id
    AND (
        ended.outcome = 'withdrawn'
        OR list_contains($speaking, made.act_type)
        OR list_has_any(promised.words, done.words)
    )
