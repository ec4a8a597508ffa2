INSERT INTO stg_article_actors BY NAME
FROM fresh_actors
