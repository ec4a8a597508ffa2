-- The article that a copy points at has the words of the copy: else nothing holds them, and its file is to be read again.
SELECT documents.path || ' ' || documents.item AS detail
FROM documents
INNER JOIN source_files AS files
    ON documents.inbox = files.inbox AND documents.path = files.path AND documents.reading_id = files.reading_id
INNER JOIN articles ON documents.article_id = articles.article_id
WHERE
    documents.inbox = $inbox
    AND files.status = 'loaded'
    AND documents.status = 'duplicate'
    AND documents.content_key IS NOT NULL
    AND (articles.state = 'deleted' OR documents.content_key <> articles.content_key)
