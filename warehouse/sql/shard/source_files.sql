-- JSON lines of source files -> Parquet.
COPY (
    SELECT *
    FROM read_json(
        $source,
        format = 'newline_delimited',
        columns = {
            inbox: 'VARCHAR',
            path: 'VARCHAR',
            sha256: 'VARCHAR',
            bytes: 'BIGINT',
            status: 'VARCHAR',
            article_id: 'VARCHAR',
            reading_id: 'VARCHAR',
            documents: 'BIGINT',
            is_whole: 'BOOLEAN'
        }
    )
) TO $target (FORMAT parquet, COMPRESSION zstd)
