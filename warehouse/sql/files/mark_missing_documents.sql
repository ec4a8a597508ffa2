UPDATE documents
SET status = 'deleted', run_id = $run_id
WHERE
    inbox = $inbox
    AND status <> 'deleted'
    AND path IN (SELECT path FROM source_files WHERE inbox = $inbox AND status = 'deleted')
