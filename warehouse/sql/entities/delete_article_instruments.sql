DELETE FROM stg_article_instruments
WHERE article_id IN (SELECT article_id FROM changed_articles)
