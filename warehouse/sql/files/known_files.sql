-- awaited: languages of its articles that no pipeline read. is_bereft: a document of it points at an article that is no
-- longer there, or has another content by now.
WITH awaited AS (
    SELECT articles.source_path AS path, string_agg(DISTINCT articles."language", ' ') AS languages
    FROM articles
    WHERE articles.inbox = $inbox AND articles.state = 'unsupported_language'
    GROUP BY ALL
),

bereft AS (
    SELECT DISTINCT documents.path
    FROM documents
    LEFT JOIN articles ON documents.article_id = articles.article_id AND articles.state <> 'deleted'
    WHERE
        documents.inbox = $inbox
        AND documents.status IN ('duplicate', 'superseded')
        AND documents.content_key IS NOT NULL
        AND (
            articles.article_id IS NULL
            OR (documents.status = 'duplicate' AND documents.content_key <> articles.content_key)
        )
)

SELECT
    files.path,
    files.sha256,
    files.status,
    files.article_id,
    runs.extractor_version,
    runs.model_version,
    runs.ontology_version,
    coalesce(awaited.languages, '') AS awaited,
    bereft.path IS NOT NULL AS is_bereft
FROM source_files AS files
INNER JOIN runs ON files.run_id = runs.run_id
LEFT JOIN awaited ON files.path = awaited.path
LEFT JOIN bereft ON files.path = bereft.path
WHERE files.inbox = $inbox
