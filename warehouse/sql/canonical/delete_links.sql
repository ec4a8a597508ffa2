DELETE FROM event_links
WHERE mention_id IN (
    SELECT mention_id FROM torn_links
    UNION ALL
    SELECT mention_id FROM touched_mentions WHERE event_id IS NOT NULL
)
