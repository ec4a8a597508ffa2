INSERT INTO article_versions BY NAME
SELECT DISTINCT ON (article_id, text_sha256) *
FROM batch_versions
ANTI JOIN article_versions AS known USING (article_id, text_sha256)
