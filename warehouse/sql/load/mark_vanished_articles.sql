-- What a file of many articles held and holds no longer is marked, as articles of files that are gone are.
UPDATE articles
SET state = 'deleted'
WHERE
    state <> 'deleted'
    AND (inbox, source_path) IN (SELECT (inbox, path) FROM batch_ended_files)
    AND (inbox, source_path, article_id) NOT IN (
        SELECT (documents.inbox, documents.path, documents.article_id)
        FROM documents
        SEMI JOIN batch_ended_files AS files ON documents.inbox = files.inbox AND documents.path = files.path
        WHERE documents.status IN ('loaded', 'unsupported_language')
    )
