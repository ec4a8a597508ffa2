-- The results of all expectations, one row per run and expectation.

CREATE TABLE dq_result (
    run_id      VARCHAR   NOT NULL,
    expectation VARCHAR   NOT NULL,
    inbox       VARCHAR,
    state       VARCHAR   NOT NULL,
    severity    VARCHAR,
    observed    DOUBLE,
    threshold   DOUBLE,
    sample_rows BIGINT,
    detail      VARCHAR,
    checked_at  TIMESTAMP NOT NULL
);

COMMENT ON TABLE dq_result IS 'What was expected of each run and of the warehouse, and what was found.';
COMMENT ON COLUMN dq_result.run_id IS 'Run that asked.';
COMMENT ON COLUMN dq_result.expectation IS 'Name of the expectation.';
COMMENT ON COLUMN dq_result.inbox IS 'Folder of the run; null where the whole warehouse was asked.';
COMMENT ON COLUMN dq_result.state IS 'passed, failed, or skipped where there was too little to judge by.';
COMMENT ON COLUMN dq_result.severity IS 'info, warning or critical: that of the threshold which was crossed.';
COMMENT ON COLUMN dq_result.observed IS 'The figure found.';
COMMENT ON COLUMN dq_result.threshold IS 'The threshold that was crossed.';
COMMENT ON COLUMN dq_result.sample_rows IS 'How many rows the figure was made from.';
COMMENT ON COLUMN dq_result.detail IS 'The figure in words, or examples.';
COMMENT ON COLUMN dq_result.checked_at IS 'When, UTC.';
