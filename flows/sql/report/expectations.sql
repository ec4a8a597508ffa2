SELECT expectation, state, severity, observed, threshold, sample_rows, detail
FROM dq_result
WHERE run_id = $run_id
ORDER BY state, severity, expectation
