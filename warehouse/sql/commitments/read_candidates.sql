-- Later events that may show how a promise ended: the promised act done or called off by one of those who promised it,
-- with both sides named again, or at the promised time.
WITH promises AS (
    SELECT
        event_id,
        act_type,
        announced_date,
        coalesce(due_end + 60, announced_date + 183) AS last_day,
        unnest(who_codes) AS code
    FROM made_promises
    WHERE announced_date IS NOT NULL
),

outcomes AS (
    SELECT
        *,
        CASE WHEN status IN ('occurred', 'ongoing') AND event_type <> 'REJECT' THEN 'kept' ELSE 'withdrawn' END AS outcome,
        list_distinct(list_concat(actor_codes, recipient_codes)) AS codes
    FROM events
    WHERE
        (status IN ('occurred', 'ongoing', 'negated') AND event_type NOT IN ('AGREE', 'CONCEDE', 'REQUEST', 'ACCUSE', 'THREATEN'))
        AND NOT (event_type = 'REJECT' AND status = 'negated')
),

single AS (
    SELECT event_id, event_type, event_date, first_seen, unnest(codes) AS code
    FROM outcomes
),

found AS (
    SELECT promises.event_id AS promise_event_id, single.event_id
    FROM promises
    INNER JOIN single
        ON
            promises.code = single.code
            AND (promises.act_type = single.event_type OR single.event_type = 'REJECT')
            AND single.first_seen > promises.announced_date
            AND single.event_date BETWEEN promises.announced_date AND promises.last_day
    WHERE promises.event_id IN (SELECT event_id FROM changed_outcomes)
    UNION
    SELECT promises.event_id, single.event_id
    FROM promises
    INNER JOIN single
        ON
            promises.code = single.code
            AND (promises.act_type = single.event_type OR single.event_type = 'REJECT')
            AND single.first_seen > promises.announced_date
            AND single.event_date BETWEEN promises.announced_date AND promises.last_day
    WHERE single.event_id IN (SELECT event_id FROM changed_outcomes)
)

SELECT
    made.event_id,
    outcomes.event_id,
    outcomes.outcome,
    made.who_codes,
    made.towards_codes,
    made.act_type,
    made.act_text,
    made.announced_date,
    made.due_start,
    made.due_end,
    made.place_name,
    made.sentence,
    outcomes.event_type,
    outcomes.actor_codes,
    outcomes.recipient_codes,
    outcomes.event_date,
    outcomes.place_name,
    outcomes.sentence
FROM found
INNER JOIN made_promises AS made ON found.promise_event_id = made.event_id
INNER JOIN outcomes ON found.event_id = outcomes.event_id
WHERE
    made.event_id <> outcomes.event_id
    AND (
        len(list_intersect(list_concat(made.who_codes, made.towards_codes), outcomes.codes)) > 1
        OR outcomes.event_date BETWEEN made.due_start - 3 AND made.due_end + 3
    )
ORDER BY made.event_id, outcomes.event_id
