-- The name is the one met in most mentions; of equally frequent ones the first in the alphabet.
INSERT INTO actors BY NAME
WITH named AS (
    SELECT
        actor_id,
        "name",
        max(code) AS code,
        flatten(list(sectors)) AS sectors,
        sum(mention_count) AS mention_count,
        sum(actor_count) AS actor_count,
        sum(recipient_count) AS recipient_count,
        sum(speaker_count) AS speaker_count,
        sum(article_count) AS article_count,
        min(first_seen) AS first_seen,
        max(last_seen) AS last_seen
    FROM stg_actor_months
    WHERE actor_id IN (SELECT actor_id FROM touched_actors)
    GROUP BY actor_id, "name"
)

SELECT
    actor_id,
    first("name" ORDER BY named.mention_count DESC, "name") AS "name",
    list("name" ORDER BY named.mention_count DESC, "name")[1:10] AS "names",
    max(named.code) AS code,
    list_sort(list_distinct(flatten(list(named.sectors)))) AS sectors,
    sum(named.mention_count) AS mention_count,
    sum(named.actor_count) AS actor_count,
    sum(named.recipient_count) AS recipient_count,
    sum(named.speaker_count) AS speaker_count,
    sum(named.article_count) AS article_count,
    min(named.first_seen) AS first_seen,
    max(named.last_seen) AS last_seen
FROM named
GROUP BY actor_id
