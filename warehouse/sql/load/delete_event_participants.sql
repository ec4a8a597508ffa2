DELETE FROM event_participants
WHERE article_id IN (SELECT article_id FROM batch_replaced_articles)
