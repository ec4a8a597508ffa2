-- A mention that is like no other is an event of its own.
CREATE OR REPLACE TEMP TABLE touched_links AS
SELECT
    touched.mention_id,
    coalesce(grouped.event_id, 'E' || substr(sha256(touched.mention_id), 1, 15)) AS event_id,
    touched.article_id,
    coalesce(grouped.group_id, touched.mention_id) AS group_id,
    grouped.linked_mention,
    coalesce(grouped.score, 1) AS score,
    coalesce(grouped.reason, 'only mention') AS reason
FROM touched_mentions AS touched
LEFT JOIN grouped_mentions AS grouped ON touched.mention_id = grouped.mention_id
