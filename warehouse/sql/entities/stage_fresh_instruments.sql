-- Agreements, plans, laws and operations named in the changed articles, with the sides of their events.
CREATE OR REPLACE TEMP TABLE fresh_instruments AS
WITH named AS (
    SELECT article_id, event_type, instrument, actors, recipients
    FROM event_mentions
    WHERE
        rowid IN (SELECT rowid FROM event_mentions WHERE article_id IN (SELECT article_id FROM changed_articles))
        AND instrument IS NOT NULL
)

SELECT
    named.article_id,
    lower(named.instrument."name") AS instrument_id,
    min(named.instrument."name") AS "name",
    max(named.instrument.acronym) AS acronym,
    list_sort(
        list_distinct(
            list_filter(
                flatten(list(list_transform(list_concat(named.actors, named.recipients), lambda p: p.code))),
                lambda code: code IS NOT NULL
            )
        )
    ) AS parties,
    list_sort(list(DISTINCT named.event_type)) AS event_types,
    count(*) AS mention_count,
    any_value(articles.published_date) AS published_date
FROM named
INNER JOIN articles ON named.article_id = articles.article_id
GROUP BY named.article_id, instrument_id
