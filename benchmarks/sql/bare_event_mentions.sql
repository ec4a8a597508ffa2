INSERT INTO event_mentions SELECT * FROM read_parquet($path)
