INSERT INTO articles SELECT * FROM read_parquet($path)
