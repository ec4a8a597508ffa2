INSERT INTO stg_canonical_articles BY NAME
SELECT article_id, loaded_at, $run_id AS run_id
FROM articles
WHERE article_id IN (SELECT article_id FROM canonical_batch)
