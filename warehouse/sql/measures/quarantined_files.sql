-- Of the files whose state was set since the last published run: what is held back stays in view until it is mended.
WITH last_published AS (
    SELECT max(started_at) AS started_at
    FROM runs
    WHERE inbox = $inbox AND kind = 'inbox' AND state = 'done' AND NOT held_back AND run_id <> $run_id
),

recent AS (
    SELECT files.status, discarded.source_path IS NOT NULL AS is_discarded
    FROM source_files AS files
    INNER JOIN runs ON files.run_id = runs.run_id
    CROSS JOIN last_published
    LEFT JOIN (
        SELECT DISTINCT inbox, source_path, source_sha256
        FROM quarantine
        WHERE state = 'discarded'
    ) AS discarded
        ON
            files.inbox = discarded.inbox
            AND files.path = discarded.source_path
            AND files.sha256 = discarded.source_sha256
    WHERE
        files.inbox = $inbox
        AND files.status <> 'deleted'
        AND (last_published.started_at IS NULL OR runs.started_at > last_published.started_at)
)

SELECT
    count(*) FILTER (status = 'quarantined' AND NOT is_discarded) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (status = 'quarantined' AND NOT is_discarded) || ' of ' || count(*)
    || ' files read since the last published run are in quarantine' AS detail
FROM recent
