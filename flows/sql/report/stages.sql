SELECT stage, seconds
FROM run_stages
WHERE run_id = $run_id
