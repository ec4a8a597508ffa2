SELECT pairs.article_a, pairs.article_b, pairs.similarity, pairs.containment, one.published_date, two.published_date
FROM stg_article_pairs AS pairs
INNER JOIN stg_article_texts AS one ON pairs.article_a = one.article_id
INNER JOIN stg_article_texts AS two ON pairs.article_b = two.article_id
WHERE pairs.article_a IN (SELECT article_id FROM touched_duplicates)
ORDER BY pairs.article_a, pairs.article_b
