INSERT INTO article_duplicates BY NAME
SELECT *
FROM found_duplicates
WHERE article_id IN (SELECT article_id FROM changed_duplicates)
