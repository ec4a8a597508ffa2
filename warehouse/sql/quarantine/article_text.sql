SELECT "text", source_path
FROM articles
WHERE article_id = $article_id
