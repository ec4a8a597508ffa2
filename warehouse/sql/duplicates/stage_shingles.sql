CREATE OR REPLACE TEMP TABLE recompared_shingles AS
SELECT article_id, text_sha256, published_date, shingles("text", paragraphs) AS shingles
FROM articles
WHERE rowid IN (SELECT rowid FROM articles WHERE article_id IN (SELECT article_id FROM recompared_articles))
