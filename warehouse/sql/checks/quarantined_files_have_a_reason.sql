SELECT files.path AS detail
FROM source_files AS files
ANTI JOIN quarantine
    ON files.inbox = quarantine.inbox AND files.path = quarantine.source_path AND files.sha256 = quarantine.source_sha256
WHERE files.status = 'quarantined'
