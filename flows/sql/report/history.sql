-- The runs over the same inbox up to this one, latest first.
SELECT
    run_id,
    state,
    held_back,
    started_at,
    date_diff('millisecond', started_at, finished_at) / 1000 AS seconds,
    files_new,
    files_loaded,
    files_quarantined,
    events_loaded,
    events_quarantined
FROM runs
WHERE kind = 'inbox' AND run_id <= $run_id AND inbox = (SELECT inbox FROM runs WHERE run_id = $run_id)
ORDER BY run_id DESC
LIMIT $most
