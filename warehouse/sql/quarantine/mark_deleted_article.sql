UPDATE articles
SET state = 'deleted'
WHERE inbox = $inbox AND source_path = $path
