-- What later articles say of the very event in which a promise was made. The mentions are looked up before any days are
-- compared: joined on days, each promise would meet all that was ever printed after it.
CREATE OR REPLACE TEMP TABLE retold_promises AS
WITH told AS (
    SELECT event_id, mention_id
    FROM event_links
    WHERE event_id IN (SELECT event_id FROM known_promises)
)

SELECT
    told.event_id,
    mentions.article_id,
    mentions.event_type,
    mentions.status,
    mentions.published_date
FROM told
INNER JOIN stg_mentions AS mentions ON told.mention_id = mentions.mention_id
