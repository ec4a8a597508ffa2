-- What was not wanted for the comparison and so is not yet read.
CREATE OR REPLACE TEMP TABLE wanted_mentions AS
SELECT mention_id
FROM (SELECT mention_a AS mention_id FROM touched_pairs UNION SELECT mention_b FROM touched_pairs)
WHERE
    mention_id NOT IN (SELECT mention_a FROM batch_candidates)
    AND mention_id NOT IN (SELECT mention_b FROM batch_candidates)
