-- What is told anew, and with the last part of a file what an earlier reading told.
DELETE FROM documents
WHERE
    (inbox, path) IN (SELECT (inbox, path) FROM batch_source_files WHERE is_whole)
    OR (
        (inbox, path) IN (SELECT (inbox, path) FROM batch_source_files WHERE is_last)
        AND (inbox, path, reading_id) NOT IN (SELECT (inbox, path, reading_id) FROM batch_source_files)
    )
    OR (inbox, path, reading_id, item) IN (SELECT (inbox, path, reading_id, item) FROM batch_documents)
