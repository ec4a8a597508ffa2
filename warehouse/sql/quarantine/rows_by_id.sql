SELECT
    quarantine_id,
    stage,
    inbox,
    source_path,
    source_sha256,
    article_id,
    payload,
    payload_form,
    state,
    item
FROM quarantine
WHERE quarantine_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
ORDER BY created_at, quarantine_id
