-- The files of this batch were read anew: what failed before and no longer fails this way is settled.
UPDATE quarantine
SET state = 'superseded'
WHERE
    state = 'open'
    AND (inbox, source_path) IN (SELECT (inbox, path) FROM batch_source_files)
    AND quarantine_id NOT IN (SELECT quarantine_id FROM batch_faults)
