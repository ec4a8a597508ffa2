CREATE OR REPLACE TEMP TABLE batch_file_states AS
SELECT
    files.inbox,
    files.path,
    files.sha256,
    files.bytes,
    CASE WHEN rejected.source_path IS NULL THEN files.status ELSE 'quarantined' END AS status,
    files.article_id,
    $run_id AS run_id,
    coalesce(known.first_seen_at, now() AT TIME ZONE 'UTC') AS first_seen_at,
    now() AT TIME ZONE 'UTC' AS last_seen_at
FROM batch_source_files AS files
LEFT JOIN source_files AS known ON files.inbox = known.inbox AND files.path = known.path
LEFT JOIN batch_rejected_articles AS rejected ON files.path = rejected.source_path
