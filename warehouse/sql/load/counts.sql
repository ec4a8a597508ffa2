SELECT
    (SELECT count(*) FROM batch_file_states WHERE status = 'loaded') AS files_loaded,
    (SELECT count(*) FROM batch_file_states WHERE status = 'quarantined') AS files_quarantined,
    (SELECT count(*) FROM batch_accepted_events WHERE event_rank = 1) AS events_loaded,
    (
        SELECT count(*)
        FROM batch_faults
        WHERE stage = 'validate' AND payload_form = 'json'
    ) AS events_quarantined
