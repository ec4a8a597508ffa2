-- Mentions to be grouped anew: those of the batch, and the groups that they were in or come to.
CREATE OR REPLACE TEMP TABLE touched_mentions AS
WITH fresh AS (
    SELECT event_id AS mention_id
    FROM event_mentions
    WHERE article_id IN (SELECT article_id FROM canonical_batch)
),

partners AS (
    SELECT mention_b AS mention_id FROM stg_event_pairs WHERE mention_a IN (SELECT mention_id FROM fresh)
    UNION
    SELECT mention_a FROM stg_event_pairs WHERE mention_b IN (SELECT mention_id FROM fresh)
),

groups AS (
    SELECT group_id FROM torn_groups
    UNION
    SELECT group_id FROM event_links WHERE mention_id IN (SELECT mention_id FROM partners)
)

SELECT mention_id FROM fresh
UNION
SELECT mention_id
FROM event_links
WHERE
    group_id IN (SELECT group_id FROM groups)
    AND article_id NOT IN (SELECT article_id FROM canonical_batch)
