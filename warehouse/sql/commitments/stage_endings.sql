-- Later events that may show how a promise ended: the promised act done or called off by one of those who promised it,
-- with both sides named again, or at the promised time. The bounds on days that stand for all at once say nothing new:
-- with them whole stretches of old rows need not be read.
CREATE OR REPLACE TEMP TABLE ending_candidates AS
WITH promises AS (
    SELECT
        event_id,
        act_type,
        announced_date,
        due_start,
        due_end,
        who_codes,
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

fresh_rows AS (
    SELECT rowid AS row_number, event_date
    FROM events
    WHERE event_id IN (SELECT event_id FROM changed_outcomes)
),

-- What is new on either side meets all of the other.
chosen_rows AS (
    SELECT 'outcomes' AS fresh, row_number
    FROM fresh_rows
    UNION ALL
    SELECT 'promises', rowid
    FROM events
    WHERE
        first_seen > (SELECT min(announced_date) FROM fresh_promises)
        AND event_date BETWEEN (SELECT min(announced_date) FROM fresh_promises) AND (SELECT max(last_day) FROM fresh_promises)
),

others AS (
    SELECT
        chosen.fresh,
        events.event_id,
        events.event_type,
        events.event_date,
        events.first_seen,
        list_sort(list_distinct(list_concat(events.actor_codes, events.recipient_codes))) AS codes
    FROM events
    INNER JOIN chosen_rows AS chosen ON events.rowid = chosen.row_number
    WHERE
        events.status IN ('occurred', 'ongoing', 'negated')
        AND events.event_type NOT IN ('AGREE', 'CONCEDE', 'REQUEST', 'ACCUSE', 'THREATEN')
        AND NOT (events.event_type = 'REJECT' AND events.status = 'negated')
),

sides AS (
    SELECT 'promises' AS fresh, event_id, act_type, announced_date, last_day, due_start, due_end, who_codes, parties
    FROM fresh_promises
    UNION ALL
    SELECT 'outcomes', event_id, act_type, announced_date, last_day, due_start, due_end, who_codes, parties
    FROM promises
    WHERE
        announced_date <= (SELECT max(event_date) FROM fresh_rows)
        AND last_day >= (SELECT min(event_date) FROM fresh_rows)
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

ended_events AS (
    SELECT
        event_id,
        event_date,
        place_name,
        best_mention_id,
        CASE WHEN status IN ('occurred', 'ongoing') AND event_type <> 'REJECT' THEN 'kept' ELSE 'withdrawn' END AS outcome,
        list_sort(list_distinct(list_concat(actor_codes, recipient_codes))) AS codes
    FROM events
    WHERE rowid IN (SELECT rowid FROM events WHERE event_id IN (SELECT event_id FROM found))
),

worded AS (
    SELECT mention_id, list_filter(words, lambda w: NOT list_contains($left_out, w)) AS words
    FROM stg_mentions
    WHERE
        mention_id IN (SELECT mention_id FROM made_promises WHERE event_id IN (SELECT promise_event_id FROM found))
        OR mention_id IN (SELECT best_mention_id FROM ended_events)
),

paired AS (
    SELECT
        found.promise_event_id,
        found.event_id,
        made.act_type,
        made.act_words,
        made.due_start,
        made.due_end,
        ended.outcome,
        ended.event_date,
        made.place_name = ended.place_name AS is_same_place,
        list_concat(made.who_codes, made.towards_codes) AS parties,
        ended.codes,
        list_filter(promised.words, lambda w: NOT list_contains(made.act_words, w)) AS promised_words,
        list_filter(done.words, lambda w: NOT list_contains(made.act_words, w)) AS done_words
    FROM found
    INNER JOIN made_promises AS made ON found.promise_event_id = made.event_id
    INNER JOIN ended_events AS ended ON found.event_id = ended.event_id
    INNER JOIN worded AS promised ON made.mention_id = promised.mention_id
    INNER JOIN worded AS done ON ended.best_mention_id = done.mention_id
    WHERE found.promise_event_id <> found.event_id
),

measured AS (
    SELECT
        *,
        len(list_intersect(parties, codes)) AS sides_met,
        len(list_intersect(promised_words, done_words)) AS shared,
        least(len(promised_words), len(done_words)) AS shorter
    FROM paired
),

-- As much as the comparison can find, where the act is named again.
scored AS (
    SELECT
        *,
        shared > 1 OR (shared = 1 AND shorter <= 2) AS is_worded,
        CASE WHEN sides_met > 1 THEN $both_sides ELSE $one_side END
        + CASE
            WHEN due_start IS NULL OR due_end IS NULL THEN $no_time
            WHEN outcome = 'withdrawn' THEN CASE WHEN event_date <= due_end THEN $no_time ELSE 0 END
            WHEN event_date BETWEEN due_start - 3 AND due_end + 3 THEN $in_time
            ELSE 0
        END
        + CASE WHEN is_same_place THEN $same_place ELSE 0 END
        + $named_again
        + CASE
            WHEN shared > 1 OR (shared = 1 AND shorter <= 2) THEN least($most_for_words, $for_all_words * shared / shorter)
            ELSE 0
        END AS most
    FROM measured
)

-- What keeps a promise shares words with it, unless it speaks for itself.
SELECT
    promise_event_id,
    event_id,
    row_number() OVER (ORDER BY event_id, promise_event_id) AS "number"
FROM scored
WHERE
    act_words IS NULL
    OR (
        (is_worded OR outcome = 'withdrawn' OR list_contains($speaking, act_type))
        AND (sides_met > 1 OR len(list_distinct(parties)) < 2 OR len(codes) = sides_met)
        AND most > CASE WHEN due_end IS NULL THEN $threshold_undated ELSE $threshold END - 0.001
    )
