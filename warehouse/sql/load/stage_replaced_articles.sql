-- Articles that give way: whatever the files of this batch held before, and deleted owners of the ids that it brings.
CREATE OR REPLACE TEMP TABLE batch_replaced_articles AS
SELECT articles.article_id
FROM articles
SEMI JOIN batch_source_files AS files ON articles.inbox = files.inbox AND articles.source_path = files.path
UNION
SELECT articles.article_id
FROM articles
SEMI JOIN batch_accepted_articles AS accepted ON articles.article_id = accepted.article_id
