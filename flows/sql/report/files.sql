SELECT
    path,
    bytes,
    events,
    read_seconds,
    extract_seconds,
    validate_seconds,
    read_seconds + extract_seconds + validate_seconds AS seconds
FROM run_files
WHERE run_id = $run_id
ORDER BY seconds DESC, path
