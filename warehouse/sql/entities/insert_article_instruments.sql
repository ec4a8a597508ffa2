INSERT INTO stg_article_instruments BY NAME
FROM fresh_instruments
