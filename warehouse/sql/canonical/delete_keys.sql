DELETE FROM stg_event_keys
WHERE article_id IN (SELECT article_id FROM regrouped_articles)
