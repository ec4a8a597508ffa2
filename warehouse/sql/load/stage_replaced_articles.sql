-- Articles that give way: whatever the files of one article held before, and those whose ids this batch brings.
CREATE OR REPLACE TEMP TABLE batch_replaced_articles AS
SELECT articles.article_id
FROM articles
SEMI JOIN batch_source_files AS files
    ON articles.inbox = files.inbox AND articles.source_path = files.path AND files.article_id IS NOT NULL
UNION
SELECT articles.article_id
FROM articles
SEMI JOIN batch_accepted_articles AS accepted ON articles.article_id = accepted.article_id
