-- Mentions to be grouped anew: those of the batch, and the groups that they were in or come to.
CREATE OR REPLACE TEMP TABLE touched_mentions AS
WITH partners AS (
    SELECT mention_b AS mention_id FROM stg_event_pairs WHERE mention_a IN (SELECT mention_id FROM fresh_mentions)
    UNION
    SELECT mention_a FROM stg_event_pairs WHERE mention_b IN (SELECT mention_id FROM fresh_mentions)
),

groups AS (
    SELECT group_id FROM torn_links
    UNION
    SELECT group_id FROM event_links WHERE mention_id IN (SELECT mention_id FROM partners)
)

SELECT mention_id, article_id, NULL AS event_id
FROM fresh_mentions
UNION ALL
SELECT mention_id, article_id, event_id
FROM event_links
WHERE
    group_id IN (SELECT group_id FROM groups)
    AND mention_id NOT IN (SELECT mention_id FROM torn_links)
