SELECT status
FROM source_files
WHERE inbox = $inbox AND path = $path
