DELETE FROM article_duplicates
WHERE article_id IN (SELECT article_id FROM changed_duplicates)
