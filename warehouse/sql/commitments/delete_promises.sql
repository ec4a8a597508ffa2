DELETE FROM stg_promises
WHERE article_id IN (SELECT article_id FROM changed_articles)
