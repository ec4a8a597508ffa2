DELETE FROM stg_article_pairs
WHERE
    article_a IN (SELECT article_id FROM recompared_articles)
    OR article_b IN (SELECT article_id FROM recompared_articles)
