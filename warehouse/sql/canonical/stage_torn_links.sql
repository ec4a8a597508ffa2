-- Links that end, for the mention is read anew or gone: what is left of their groups is grouped anew.
CREATE OR REPLACE TEMP TABLE torn_links AS
SELECT mention_id, group_id, event_id
FROM event_links
WHERE article_id IN (SELECT article_id FROM regrouped_articles)
