INSERT INTO event_participants BY NAME
WITH made AS (
    SELECT made.event_id, made.article_id, made.actors, made.recipients
    FROM read_parquet($event_mentions, file_row_number = true) AS made
    SEMI JOIN batch_accepted_events AS accepted
        ON made.file_row_number = accepted.file_row_number AND accepted.event_rank = 1
),

members AS (
    SELECT
        event_id,
        article_id,
        unnest(list_concat(list_transform(actors, lambda _: 'actor'), list_transform(recipients, lambda _: 'recipient'))) AS "role",
        unnest(list_concat(range(1, len(actors) + 1), range(1, len(recipients) + 1))) AS "position",
        unnest(list_concat(actors, recipients)) AS member
    FROM made
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
