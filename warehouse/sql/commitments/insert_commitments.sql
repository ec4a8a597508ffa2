-- What was known on the day $as_of: a promise is kept, else withdrawn, else overdue once its time is over, else open.
INSERT INTO commitments BY NAME
WITH later_reports AS (
    SELECT
        known.event_id,
        CASE WHEN retold.status = 'negated' THEN 'withdrawn' ELSE 'kept' END AS outcome,
        retold.published_date AS outcome_date,
        'a later report of the same event says so: ' || retold.article_id AS reason
    FROM known_promises AS known
    INNER JOIN retold_promises AS retold ON known.event_id = retold.event_id
    WHERE
        retold.event_type NOT IN ('AGREE', 'CONCEDE')
        AND retold.status IN ('occurred', 'ongoing', 'negated')
        AND retold.published_date > known.announced_date
        AND retold.published_date <= $as_of
        AND (known.due_start IS NULL OR retold.published_date >= known.due_start OR retold.status = 'negated')
),

endings AS (
    SELECT event_id, event_id AS outcome_event_id, outcome, outcome_date, 1 AS score, reason
    FROM later_reports
    UNION ALL
    SELECT
        outcomes.promise_event_id,
        outcomes.event_id,
        outcomes.outcome,
        events.event_date,
        outcomes.score,
        outcomes.reason
    FROM stg_outcomes AS outcomes
    INNER JOIN events ON outcomes.event_id = events.event_id
    WHERE
        outcomes.promise_event_id IN (SELECT event_id FROM known_promises)
        AND events.first_seen <= $as_of
),

best AS (
    SELECT *
    FROM endings
    QUALIFY row_number() OVER (
        PARTITION BY event_id ORDER BY outcome, score DESC, outcome_date, outcome_event_id, reason
    ) = 1
)

SELECT
    'C' || substr(sha256(known.event_id), 1, 15) AS commitment_id,
    known.event_id,
    known.who_codes,
    known.who_names,
    known.towards_codes,
    known.towards_names,
    known.act_type,
    known.act_text,
    known.announced_date,
    known.due_start,
    known.due_end,
    known.due_text,
    known.sentence,
    known.mention_id,
    known.article_id,
    CASE
        WHEN best.outcome IS NOT NULL THEN best.outcome
        WHEN known.due_end < $as_of THEN 'overdue'
        ELSE 'open'
    END AS state,
    CASE
        WHEN best.outcome IS NOT NULL THEN best.outcome_date
        WHEN known.due_end < $as_of THEN known.due_end + 1
        ELSE known.announced_date
    END AS state_date,
    best.outcome_event_id,
    CASE
        WHEN best.outcome IS NOT NULL THEN known.reason || '; ' || best.outcome || ': ' || best.reason
        WHEN known.due_end < $as_of THEN known.reason || '; overdue: no report of it, and it was due by ' || CAST(known.due_end AS VARCHAR)
        ELSE known.reason
    END AS reason,
    $as_of AS as_of
FROM known_promises AS known
LEFT JOIN best ON known.event_id = best.event_id
