-- Rows of quarantine, and with the state set_aside the documents that are no fault: repeats of an article that is there
-- already, older versions, and articles in a language that no pipeline reads.
WITH listed AS (
    SELECT
        quarantine_id,
        stage,
        list_transform(reasons, lambda r: r."rule") AS rules,
        source_path AS path,
        reasons[1]."field" || ': ' || reasons[1].message AS reason,
        len(reasons) AS reasons,
        state,
        attempts,
        article_id,
        inbox,
        run_id,
        created_at
    FROM quarantine
    WHERE $state = 'all' OR state = $state
    UNION ALL
    SELECT
        '-' AS quarantine_id,
        'read' AS stage,
        [status] AS rules,
        concat_ws(': ', path, nullif(item, '')) AS path,
        coalesce(reason, 'of ' || article_id) AS reason,
        1 AS reasons,
        'set_aside' AS state,
        0 AS attempts,
        article_id,
        inbox,
        run_id,
        first_seen_at AS created_at
    FROM documents
    WHERE $state = 'set_aside' AND status IN ('duplicate', 'superseded', 'unsupported_language')
)

SELECT
    quarantine_id,
    stage,
    rules[1] AS "rule",
    path,
    reason,
    reasons,
    state,
    attempts,
    article_id,
    inbox,
    run_id,
    created_at
FROM listed
WHERE
    ($stage IS NULL OR stage = $stage)
    AND ($rule IS NULL OR list_contains(rules, $rule))
    AND ($run_id IS NULL OR run_id = $run_id)
    AND ($path IS NULL OR path GLOB $path)
ORDER BY created_at DESC, quarantine_id, path
LIMIT $limit
