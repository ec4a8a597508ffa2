-- So has every quarantined document of other files.
SELECT files.path AS detail
FROM source_files AS files
ANTI JOIN quarantine
    ON files.inbox = quarantine.inbox AND files.path = quarantine.source_path AND files.sha256 = quarantine.source_sha256
WHERE files.status = 'quarantined'
UNION ALL
SELECT documents.path || ' ' || documents.item
FROM documents
ANTI JOIN quarantine
    ON
        documents.inbox = quarantine.inbox
        AND documents.path = quarantine.source_path
        AND documents.item = coalesce(quarantine.item, '')
WHERE documents.status = 'quarantined'
