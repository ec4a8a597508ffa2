CREATE OR REPLACE TEMP TABLE stale_events AS
SELECT event_id FROM torn_links
UNION
SELECT event_id FROM touched_mentions WHERE event_id IS NOT NULL
UNION
SELECT event_id FROM touched_links
