UPDATE articles
SET state = 'deleted'
WHERE
    inbox = $inbox
    AND state <> 'deleted'
    AND source_path IN (SELECT path FROM source_files WHERE inbox = $inbox AND status = 'deleted')
