-- Events that are other than they were, and events whose promise is.
CREATE OR REPLACE TEMP TABLE changed_outcomes AS
SELECT event_id FROM changed_events
UNION
SELECT event_id
FROM event_links
WHERE article_id IN (SELECT article_id FROM changed_articles)
