-- The caller holds the writer's lock: a run that is still marked as running has died.
UPDATE runs
SET state = 'interrupted'
WHERE state = 'running'
