-- The files of this batch were read anew: what failed before and no longer fails this way is settled. Of a file that
-- comes in parts only the last one can tell, and of a document that is told anew the part that tells it.
UPDATE quarantine
SET state = 'superseded'
FROM batch_source_files AS files
WHERE
    quarantine.state = 'open'
    AND quarantine.inbox = files.inbox
    AND quarantine.source_path = files.path
    AND (
        files.is_whole
        OR (files.is_last AND quarantine.reading_id IS DISTINCT FROM files.reading_id)
        OR (quarantine.inbox, quarantine.source_path, coalesce(quarantine.item, '')) IN (SELECT (inbox, path, item) FROM batch_documents)
    )
    AND quarantine.quarantine_id NOT IN (SELECT quarantine_id FROM batch_faults)
