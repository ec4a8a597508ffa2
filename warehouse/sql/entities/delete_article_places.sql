DELETE FROM stg_article_places
WHERE article_id IN (SELECT article_id FROM changed_articles)
