CREATE TABLE IF NOT EXISTS event_mentions AS SELECT * FROM read_parquet($path) LIMIT 0
