-- JSON lines of documents that an earlier one of the same file says already -> Parquet.
COPY (
    SELECT *
    FROM read_json(
        $source,
        format = 'newline_delimited',
        columns = {
            source_path: 'VARCHAR',
            item: 'VARCHAR',
            article_id: 'VARCHAR',
            reason: 'VARCHAR'
        }
    )
) TO $target (FORMAT parquet, COMPRESSION zstd)
