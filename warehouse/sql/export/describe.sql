SELECT column_name, data_type, coalesce("comment", '')
FROM duckdb_columns()
WHERE table_name = $relation
ORDER BY column_index
