UPDATE source_files
SET status = 'deleted'
WHERE inbox = $inbox AND path = $path
