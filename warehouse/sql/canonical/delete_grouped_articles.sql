DELETE FROM stg_canonical_articles
WHERE article_id IN (SELECT article_id FROM regrouped_articles)
