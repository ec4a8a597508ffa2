DELETE FROM stg_event_pairs
WHERE
    mention_a IN (SELECT mention_id FROM torn_links)
    OR mention_b IN (SELECT mention_id FROM torn_links)
