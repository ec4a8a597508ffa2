CREATE TABLE IF NOT EXISTS source_files AS SELECT * FROM read_parquet($path) LIMIT 0
