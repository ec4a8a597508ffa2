SELECT article_id AS detail
FROM articles
GROUP BY article_id
HAVING count(*) > 1
