-- Every article of the batch with its file, and when the file first held this content.
CREATE OR REPLACE TEMP TABLE batch_claims AS
WITH seen AS (
    SELECT documents.path, documents.content_key, min(documents.first_seen_at) AS first_seen_at
    FROM documents
    INNER JOIN batch_source_files AS files ON documents.path = files.path AND documents.inbox = files.inbox
    GROUP BY ALL
)

SELECT
    made.file_row_number AS claim,
    made.* EXCLUDE (file_row_number),
    files.inbox,
    files.reading_id,
    files.article_id IS NOT NULL AS is_named,
    coalesce(seen.first_seen_at, now() AT TIME ZONE 'UTC') AS first_seen_at
FROM batch_articles AS made
INNER JOIN batch_source_files AS files ON made.source_path = files.path
LEFT JOIN seen ON made.source_path = seen.path AND made.content_key = seen.content_key
