CREATE OR REPLACE TEMP TABLE wanted_mentions AS
SELECT mention_a AS mention_id FROM batch_candidates
UNION
SELECT mention_b FROM batch_candidates
