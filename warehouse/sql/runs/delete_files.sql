DELETE FROM run_files
WHERE run_id = $run_id
