UPDATE quarantine
SET state = 'open'
WHERE state IN ('superseded', 'replayed') AND quarantine_id IN (SELECT quarantine_id FROM batch_faults)
