INSERT INTO stg_article_places BY NAME
FROM fresh_places
