UPDATE runs
SET kind = $kind
WHERE run_id = $run_id
