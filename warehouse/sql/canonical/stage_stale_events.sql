CREATE OR REPLACE TEMP TABLE stale_events AS
SELECT DISTINCT event_id
FROM event_links
WHERE
    article_id IN (SELECT article_id FROM canonical_batch)
    OR mention_id IN (SELECT mention_id FROM touched_mentions)
UNION
SELECT event_id
FROM touched_links
