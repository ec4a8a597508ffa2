SELECT
    files.path,
    files.sha256,
    files.status,
    files.article_id,
    runs.extractor_version,
    runs.model_version,
    runs.ontology_version
FROM source_files AS files
INNER JOIN runs ON files.run_id = runs.run_id
WHERE files.inbox = $inbox
