SELECT count(*) FROM changed_articles
