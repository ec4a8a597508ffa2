CREATE OR REPLACE TEMP TABLE wanted_mentions AS
SELECT mention_a AS mention_id FROM stg_event_pairs WHERE mention_a IN (SELECT mention_id FROM touched_mentions)
UNION
SELECT mention_b FROM stg_event_pairs WHERE mention_a IN (SELECT mention_id FROM touched_mentions)
