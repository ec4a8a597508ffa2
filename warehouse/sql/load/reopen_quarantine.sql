-- What fails again is open again, unless it was discarded by hand.
UPDATE quarantine
SET
    state = CASE WHEN quarantine.state IN ('superseded', 'replayed') THEN 'open' ELSE quarantine.state END,
    reading_id = faults.reading_id
FROM batch_faults AS faults
WHERE quarantine.quarantine_id = faults.quarantine_id
