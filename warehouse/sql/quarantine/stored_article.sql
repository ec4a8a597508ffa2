SELECT "text", source_path, published_date, published_precision, published_source, published_text
FROM articles
WHERE article_id = $article_id
