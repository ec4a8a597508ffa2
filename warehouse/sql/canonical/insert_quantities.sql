-- One row per event and number of a thing, however many mentions give it.
INSERT INTO quantities BY NAME
WITH stale_links AS (
    SELECT event_id, mention_id
    FROM event_links
    WHERE event_id IN (SELECT event_id FROM stale_events)
),

listed AS (
    SELECT links.event_id, links.mention_id, mentions.article_id, unnest(mentions.quantities) AS quantity
    FROM stale_links AS links
    INNER JOIN event_mentions AS mentions ON links.mention_id = mentions.event_id
    WHERE
        mentions.rowid IN (
            SELECT rowid FROM event_mentions WHERE event_id IN (SELECT mention_id FROM stale_links)
        )
)

SELECT
    event_id,
    quantity."value" AS "value",
    quantity.unit AS unit,
    quantity.currency AS currency,
    min(quantity.what) AS what,
    CASE WHEN quantity."value" <> 0 THEN CAST(floor(log10(abs(quantity."value"))) AS INTEGER) END AS magnitude,
    first(quantity."text" ORDER BY mention_id, quantity."start") AS "text",
    count(DISTINCT mention_id) AS mention_count,
    count(DISTINCT article_id) AS article_count,
    min(mention_id) AS mention_id
FROM listed
GROUP BY event_id, quantity."value", quantity.unit, quantity.currency, lower(quantity.what)
