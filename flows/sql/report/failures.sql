-- What this run put into quarantine: one row for each reason. Later runs and replays may have closed it since.
SELECT
    quarantine.quarantine_id,
    quarantine.source_path AS path,
    quarantine.stage,
    reason."rule" AS "rule",
    reason."field" AS "field",
    reason."value" AS "value",
    reason.message AS message,
    quarantine.state
FROM quarantine
CROSS JOIN unnest(quarantine.reasons) AS unnested (reason)
WHERE quarantine.run_id = $run_id
ORDER BY quarantine.source_path, quarantine.quarantine_id
LIMIT $most
