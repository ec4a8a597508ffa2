-- Articles whose text, date or existence changed since they were compared.
CREATE OR REPLACE TEMP TABLE recompared_articles AS
SELECT article_id
FROM (SELECT article_id, text_sha256, published_date FROM articles) AS held
WHERE (article_id, text_sha256, coalesce(published_date, DATE '0001-01-01')) NOT IN (
    SELECT (article_id, text_sha256, coalesce(published_date, DATE '0001-01-01')) FROM stg_article_texts
)
UNION
SELECT article_id
FROM stg_article_texts
WHERE article_id NOT IN (SELECT article_id FROM articles)
