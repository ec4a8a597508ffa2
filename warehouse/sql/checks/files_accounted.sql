-- Every file that lies in the inbox is loaded or quarantined.
SELECT 'the inbox holds ' || $files_seen || ' files, but ' || count(*) || ' are loaded or quarantined' AS detail
FROM source_files
WHERE inbox = $inbox AND status IN ('loaded', 'quarantined')
HAVING count(*) <> $files_seen
