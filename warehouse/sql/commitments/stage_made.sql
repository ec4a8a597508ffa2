-- One promise per event: the first that was printed. What another promise speaks of is not one more.
CREATE OR REPLACE TEMP TABLE made_promises AS
WITH told AS (
    SELECT
        links.event_id,
        promises.*,
        articles.published_date AS announced_date,
        mentions.actors,
        mentions.recipients,
        mentions.sentence."text" AS sentence,
        coalesce(mentions.place."name", mentions.place."text") AS place_name
    FROM stg_promises AS promises
    INNER JOIN event_links AS links ON promises.mention_id = links.mention_id
    INNER JOIN event_mentions AS mentions ON promises.mention_id = mentions.event_id
    INNER JOIN articles ON promises.article_id = articles.article_id
    WHERE promises.mention_id NOT IN (SELECT act_mention FROM stg_promises WHERE act_mention IS NOT NULL)
)

SELECT
    * EXCLUDE (actors, recipients),
    list_sort(list_distinct(list_transform(list_filter(actors, lambda p: p.code IS NOT NULL), lambda p: p.code))) AS who_codes,
    list_sort(list_distinct(list_transform(actors, lambda p: coalesce(p."name", p."text")))) AS who_names,
    list_sort(list_distinct(list_transform(list_filter(recipients, lambda p: p.code IS NOT NULL), lambda p: p.code))) AS towards_codes,
    list_sort(list_distinct(list_transform(recipients, lambda p: coalesce(p."name", p."text")))) AS towards_names
FROM told
QUALIFY row_number() OVER (
    PARTITION BY event_id
    ORDER BY due_end IS NULL, announced_date, mention_id
) = 1
