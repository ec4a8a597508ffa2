DELETE FROM stg_article_bands
WHERE article_id IN (SELECT article_id FROM recompared_articles)
