DELETE FROM source_files
WHERE (inbox, path) IN (SELECT (inbox, path) FROM batch_file_states)
