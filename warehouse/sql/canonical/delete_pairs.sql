DELETE FROM stg_event_pairs
WHERE
    mention_a IN (SELECT mention_id FROM event_links WHERE article_id IN (SELECT article_id FROM canonical_batch))
    OR mention_b IN (SELECT mention_id FROM event_links WHERE article_id IN (SELECT article_id FROM canonical_batch))
