-- A file is loaded when anything of it could be read, or it holds nothing; what of it failed is in documents.
CREATE OR REPLACE TEMP TABLE batch_file_states AS
WITH told AS (
    SELECT
        files.path,
        count(documents.path) AS documents,
        coalesce(bool_and(documents.status = 'quarantined'), false) AS has_failed
    FROM batch_source_files AS files
    LEFT JOIN documents
        ON
            files.inbox = documents.inbox
            AND files.path = documents.path
            AND files.reading_id = documents.reading_id
    GROUP BY ALL
)

SELECT
    files.inbox,
    files.path,
    files.sha256,
    files.bytes,
    CASE WHEN NOT files.is_last THEN 'partial' WHEN told.has_failed THEN 'quarantined' ELSE 'loaded' END AS status,
    files.article_id,
    $run_id AS run_id,
    coalesce(known.first_seen_at, now() AT TIME ZONE 'UTC') AS first_seen_at,
    now() AT TIME ZONE 'UTC' AS last_seen_at,
    files.reading_id,
    CASE WHEN files.is_last THEN coalesce(files.documents, told.documents) END AS documents
FROM batch_source_files AS files
INNER JOIN told ON files.path = told.path
LEFT JOIN source_files AS known ON files.inbox = known.inbox AND files.path = known.path
