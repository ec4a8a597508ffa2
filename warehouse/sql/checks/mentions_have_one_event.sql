-- Every mention that was grouped belongs to exactly one event.
WITH linked AS (
    SELECT links.mention_id, count(events.event_id) AS events
    FROM event_links AS links
    LEFT JOIN events ON links.event_id = events.event_id
    GROUP BY links.mention_id
)

SELECT mentions.event_id AS detail
FROM event_mentions AS mentions
INNER JOIN articles ON mentions.article_id = articles.article_id
INNER JOIN stg_canonical_articles AS grouped
    ON articles.article_id = grouped.article_id AND articles.loaded_at = grouped.loaded_at
LEFT JOIN linked ON mentions.event_id = linked.mention_id
WHERE coalesce(linked.events, 0) <> 1
