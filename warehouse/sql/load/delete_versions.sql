-- A version that is the newest again is no history.
DELETE FROM article_versions
WHERE (article_id, text_sha256) IN (SELECT (article_id, text_sha256) FROM batch_accepted_articles)
