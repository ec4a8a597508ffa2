CREATE TABLE IF NOT EXISTS articles AS SELECT * FROM read_parquet($path) LIMIT 0
