-- What one reader sees: mentions, links to events and participants' mentions, and what the last finished run noted.
SELECT
    (SELECT count(*) FROM event_mentions) AS mentions,
    (SELECT count(*) FROM event_links) AS links,
    (SELECT sum(mention_count) FROM events) AS counted,
    (SELECT last(events_total ORDER BY finished_at) FROM runs WHERE state = 'done') AS noted
