-- Events told by articles that became copies or are copies no longer.
CREATE OR REPLACE TEMP TABLE stale_events AS
SELECT DISTINCT event_id
FROM event_links
WHERE article_id IN (SELECT article_id FROM changed_duplicates)
