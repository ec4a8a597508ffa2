INSERT INTO event_participants BY NAME
WITH members AS (
    SELECT
        event_id,
        article_id,
        'actor' AS "role",
        unnest(range(1, len(actors) + 1)) AS "position",
        unnest(actors) AS member
    FROM batch_accepted_events
    WHERE event_rank = 1
    UNION ALL
    SELECT
        event_id,
        article_id,
        'recipient',
        unnest(range(1, len(recipients) + 1)),
        unnest(recipients)
    FROM batch_accepted_events
    WHERE event_rank = 1
)

SELECT
    event_id,
    article_id,
    "role",
    "position",
    member."text" AS "text",
    member."start" AS start_char,
    member."end" AS end_char,
    member."name" AS "name",
    member.code AS code,
    member.sectors AS sectors,
    member.actor_id AS actor_id,
    $run_id AS run_id
FROM members
