CREATE OR REPLACE TEMP TABLE batch_source_files AS
SELECT * FROM read_parquet($path)
