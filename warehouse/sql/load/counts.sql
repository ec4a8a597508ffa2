SELECT
    (SELECT count(*) FROM batch_file_states WHERE status = 'loaded') AS files_loaded,
    (SELECT count(*) FROM batch_file_states WHERE status = 'quarantined') AS files_quarantined,
    (SELECT count(*) FROM batch_accepted_events WHERE event_rank = 1) AS events_loaded,
    (
        SELECT count(*)
        FROM batch_faults
        WHERE stage = 'validate' AND payload_form = 'json'
    ) AS events_quarantined,
    count(*) FILTER (status = 'loaded') AS articles_loaded,
    count(*) FILTER (status = 'unsupported_language') AS articles_unsupported,
    count(*) FILTER (status = 'duplicate') AS documents_duplicate,
    count(*) FILTER (status = 'superseded') AS documents_superseded,
    count(*) FILTER (status = 'quarantined') AS documents_quarantined
FROM batch_documents
