CREATE OR REPLACE TEMP TABLE batch_quarantine AS
SELECT * FROM read_parquet($path)
