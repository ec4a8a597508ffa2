-- Groups that lose a mention, or may: what is left of them is grouped anew.
CREATE OR REPLACE TEMP TABLE torn_groups AS
SELECT DISTINCT group_id
FROM event_links
WHERE article_id IN (SELECT article_id FROM canonical_batch)
