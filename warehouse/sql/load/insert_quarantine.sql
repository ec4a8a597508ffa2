INSERT INTO quarantine BY NAME
SELECT
    faults.*,
    'open' AS state,
    $run_id AS run_id,
    now() AT TIME ZONE 'UTC' AS created_at
FROM batch_faults AS faults
ANTI JOIN quarantine AS known ON faults.quarantine_id = known.quarantine_id
