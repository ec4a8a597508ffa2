DELETE FROM stg_mentions
WHERE article_id IN (SELECT article_id FROM regrouped_articles)
