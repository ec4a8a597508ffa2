INSERT INTO event_links BY NAME
FROM touched_links
