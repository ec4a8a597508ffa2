INSERT INTO stg_article_texts BY NAME
SELECT article_id, text_sha256, published_date, len(shingles) AS shingle_count
FROM recompared_shingles
