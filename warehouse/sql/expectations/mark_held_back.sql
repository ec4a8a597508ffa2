UPDATE runs
SET held_back = true
WHERE run_id = $run_id
