UPDATE quarantine
SET state = 'open'
WHERE state = 'superseded' AND quarantine_id IN (SELECT quarantine_id FROM batch_faults)
