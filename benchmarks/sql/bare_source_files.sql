INSERT INTO source_files SELECT * FROM read_parquet($path)
