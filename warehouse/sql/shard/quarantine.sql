-- JSON lines of failed files and records -> Parquet.
COPY (
    SELECT *
    FROM read_json(
        $source,
        format = 'newline_delimited',
        maximum_object_size = 268435456,
        columns = {
            stage: 'VARCHAR',
            source_path: 'VARCHAR',
            item: 'VARCHAR',
            source_sha256: 'VARCHAR',
            article_id: 'VARCHAR',
            reasons: 'STRUCT("field" VARCHAR, "rule" VARCHAR, "value" VARCHAR, message VARCHAR)[]',
            payload: 'VARCHAR',
            payload_form: 'VARCHAR',
            extractor_version: 'VARCHAR',
            model_version: 'VARCHAR',
            ontology_version: 'VARCHAR',
            metadata_ids: 'VARCHAR[]',
            metadata_digest: 'VARCHAR'
        }
    )
) TO $target (FORMAT parquet, COMPRESSION zstd)
