-- Every document that was loaded is an article, and every loaded file of one article has told of it.
SELECT documents.path || ' ' || documents.item AS detail
FROM documents
INNER JOIN source_files AS files
    ON documents.inbox = files.inbox AND documents.path = files.path AND documents.reading_id = files.reading_id
ANTI JOIN articles
    ON
        documents.inbox = articles.inbox
        AND documents.path = articles.source_path
        AND documents.article_id = articles.article_id
        AND documents.status = articles.state
WHERE files.status = 'loaded' AND documents.status IN ('loaded', 'unsupported_language')
