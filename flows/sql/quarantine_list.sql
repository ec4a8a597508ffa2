SELECT
    quarantine_id,
    stage,
    reasons[1]."rule" AS "rule",
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
WHERE
    ($state = 'all' OR state = $state)
    AND ($stage IS NULL OR stage = $stage)
    AND ($rule IS NULL OR list_contains(list_transform(reasons, lambda r: r."rule"), $rule))
    AND ($run_id IS NULL OR run_id = $run_id)
    AND ($path IS NULL OR source_path GLOB $path)
ORDER BY created_at DESC, quarantine_id
LIMIT $limit
