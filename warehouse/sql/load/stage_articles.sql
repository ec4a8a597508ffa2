CREATE OR REPLACE TEMP TABLE batch_articles AS
SELECT * FROM read_parquet($path)
