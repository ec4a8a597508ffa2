-- Some open faults to show, newest first, as many kinds of them as there is room for.
WITH ranked AS (
    SELECT
        quarantined.source_path,
        quarantined.reasons[1].message AS message,
        quarantined.created_at,
        row_number() OVER (
            PARTITION BY quarantined.stage, quarantined.reasons[1]."rule" ORDER BY quarantined.created_at DESC
        ) AS place
    FROM quarantine AS quarantined
    SEMI JOIN source_files AS files
        ON quarantined.inbox = files.inbox AND quarantined.source_path = files.path AND files.status <> 'deleted'
    WHERE quarantined.state = 'open' AND quarantined.inbox = $inbox
)

SELECT source_path, message
FROM ranked
ORDER BY place, created_at DESC, source_path
LIMIT $most
