-- JSON lines of schemas.Article -> Parquet.
COPY (
    SELECT *
    FROM read_json(
        $source,
        format = 'newline_delimited',
        maximum_object_size = 268435456,
        columns = {
            article_id: 'VARCHAR',
            source_path: 'VARCHAR',
            source_sha256: 'VARCHAR',
            form: 'VARCHAR',
            encoding: 'VARCHAR',
            language: 'VARCHAR',
            title: 'VARCHAR',
            publisher: 'VARCHAR',
            url: 'VARCHAR',
            published: 'STRUCT("day" DATE, "precision" VARCHAR, source VARCHAR, "text" VARCHAR)',
            dateline: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, place VARCHAR, "month" INTEGER, "day" INTEGER, "hour" VARCHAR, agency VARCHAR)',
            author_codes: 'VARCHAR[]',
            "text": 'VARCHAR',
            paragraphs: 'STRUCT("start" INTEGER, "end" INTEGER, kind VARCHAR)[]',
            warnings: 'VARCHAR[]',
            state: 'VARCHAR',
            content_key: 'UBIGINT',
            provenance: 'STRUCT(item VARCHAR, containers VARCHAR[], sha256 VARCHAR, byte_start BIGINT, byte_end BIGINT, "identity" VARCHAR, authors VARCHAR[], sources STRUCT(title VARCHAR, publisher VARCHAR, "language" VARCHAR, url VARCHAR, authors VARCHAR), modified VARCHAR)',
            metadata_ids: 'VARCHAR[]',
            metadata_digest: 'VARCHAR'
        }
    )
) TO $target (FORMAT parquet, COMPRESSION zstd)
