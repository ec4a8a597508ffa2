-- The last run whose id begins so; of all runs for an empty beginning.
SELECT max(run_id)
FROM runs
WHERE starts_with(run_id, $prefix) AND kind = 'inbox'
