DELETE FROM stg_article_texts
WHERE article_id IN (SELECT article_id FROM recompared_articles)
