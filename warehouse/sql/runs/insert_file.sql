INSERT INTO run_files BY NAME
SELECT
    $run_id AS run_id,
    $path AS path,
    $bytes AS bytes,
    $events AS events,
    $read_seconds AS read_seconds,
    $extract_seconds AS extract_seconds,
    $validate_seconds AS validate_seconds
