-- Every document met in a file is there, with what became of it; of a file that could be read, at least one.
SELECT files.path AS detail
FROM source_files AS files
LEFT JOIN documents
    ON files.inbox = documents.inbox AND files.path = documents.path AND files.reading_id = documents.reading_id
WHERE files.status IN ('loaded', 'quarantined')
GROUP BY files.inbox, files.path, files.documents
HAVING count(documents.path) <> files.documents
