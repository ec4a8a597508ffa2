INSERT INTO dq_result BY NAME
SELECT
    $run_id AS run_id,
    $expectation AS expectation,
    $inbox AS inbox,
    $state AS state,
    $severity AS severity,
    $observed AS observed,
    $threshold AS threshold,
    $sample_rows AS sample_rows,
    $detail AS detail,
    now() AT TIME ZONE 'UTC' AS checked_at
