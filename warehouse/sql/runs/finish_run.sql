UPDATE runs
SET
    state = $state,
    finished_at = now() AT TIME ZONE 'UTC',
    files_seen = $files_seen,
    files_new = $files_new,
    files_changed = $files_changed,
    files_missing = $files_missing,
    files_loaded = $files_loaded,
    files_quarantined = $files_quarantined,
    events_loaded = $events_loaded,
    events_quarantined = $events_quarantined,
    files_waiting = $files_waiting,
    articles_loaded = $articles_loaded,
    articles_unsupported = $articles_unsupported,
    documents_duplicate = $documents_duplicate,
    documents_superseded = $documents_superseded,
    documents_quarantined = $documents_quarantined,
    articles_total = (SELECT count(*) FROM articles),
    events_total = (SELECT count(*) FROM event_mentions),
    error = $error
WHERE run_id = $run_id
RETURNING run_id
