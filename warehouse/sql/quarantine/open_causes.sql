-- What is wrong now with files that still lie in the inbox, by kind of fault, and how many of them this run met.
SELECT
    quarantined.stage,
    quarantined.reasons[1]."rule" AS "rule",
    count(*) AS "count",
    count(*) FILTER (quarantined.run_id = $run_id) AS new_count
FROM quarantine AS quarantined
SEMI JOIN source_files AS files
    ON quarantined.inbox = files.inbox AND quarantined.source_path = files.path AND files.status <> 'deleted'
WHERE quarantined.state = 'open' AND quarantined.inbox = $inbox
GROUP BY ALL
ORDER BY ALL
