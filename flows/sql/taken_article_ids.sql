-- Article ids that files of other inboxes hold.
SELECT article_id
FROM source_files
WHERE inbox <> $inbox AND status <> 'deleted' AND article_id IS NOT NULL
