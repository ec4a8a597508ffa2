CREATE OR REPLACE TEMP TABLE touched_pairs AS
SELECT mention_a, mention_b, score, reason
FROM stg_event_pairs
WHERE mention_a IN (SELECT mention_id FROM touched_mentions)
