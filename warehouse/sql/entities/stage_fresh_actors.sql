-- Who acts, is acted on or speaks in the changed articles; one row per article, actor and name.
CREATE OR REPLACE TEMP TABLE fresh_actors AS
WITH changed_rows AS (
    SELECT rowid AS row_number
    FROM event_mentions
    WHERE article_id IN (SELECT article_id FROM changed_articles)
),

mentions AS (
    SELECT event_id, article_id, actors, recipients, speaker
    FROM event_mentions
    WHERE rowid IN (SELECT row_number FROM changed_rows)
),

parts AS (
    SELECT event_id, article_id, 'actor' AS part, unnest(actors) AS who
    FROM mentions
    UNION ALL
    SELECT event_id, article_id, 'recipient', unnest(recipients)
    FROM mentions
    UNION ALL
    SELECT event_id, article_id, 'speaker', speaker
    FROM mentions
    WHERE speaker IS NOT NULL
)

SELECT
    parts.article_id,
    coalesce(parts.who.actor_id, lower(parts.who."name"), lower(parts.who."text")) AS actor_id,
    coalesce(parts.who."name", parts.who."text") AS "name",
    max(parts.who.code) AS code,
    list_sort(list_distinct(flatten(list(parts.who.sectors)))) AS sectors,
    count(DISTINCT parts.event_id) AS mention_count,
    count(DISTINCT parts.event_id) FILTER (parts.part = 'actor') AS actor_count,
    count(DISTINCT parts.event_id) FILTER (parts.part = 'recipient') AS recipient_count,
    count(DISTINCT parts.event_id) FILTER (parts.part = 'speaker') AS speaker_count,
    any_value(articles.published_date) AS published_date
FROM parts
INNER JOIN articles ON parts.article_id = articles.article_id
WHERE coalesce(parts.who.actor_id, parts.who."name", parts.who."text") IS NOT NULL
GROUP BY ALL
