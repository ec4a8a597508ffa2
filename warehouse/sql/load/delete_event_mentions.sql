DELETE FROM event_mentions
WHERE article_id IN (SELECT article_id FROM batch_replaced_articles)
