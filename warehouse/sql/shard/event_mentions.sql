-- JSON lines of schemas.EventRecord, each with the path of its source file -> Parquet.
COPY (
    SELECT *
    FROM read_json(
        $source,
        format = 'newline_delimited',
        maximum_object_size = 268435456,
        columns = {
            source_path: 'VARCHAR',
            item: 'VARCHAR',
            event_id: 'VARCHAR',
            article_id: 'VARCHAR',
            event_type: 'VARCHAR',
            mode: 'VARCHAR',
            quad_class: 'VARCHAR',
            score: 'DOUBLE',
            cameo_root: 'VARCHAR',
            status: 'VARCHAR',
            actors: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))[]',
            recipients: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))[]',
            "date": 'STRUCT("start" DATE, "end" DATE, "precision" VARCHAR, "text" VARCHAR, text_start INTEGER, text_end INTEGER)',
            place: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, country VARCHAR, admin1 VARCHAR, lat DOUBLE, lon DOUBLE, "precision" VARCHAR, geonameid INTEGER)',
            contexts: 'VARCHAR[]',
            speaker: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))',
            instrument: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, acronym VARCHAR)',
            quantities: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "value" DOUBLE, unit VARCHAR, currency VARCHAR, what VARCHAR)[]',
            "trigger": 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER)',
            sentence: 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER)',
            same_as: 'VARCHAR',
            confidence: 'DOUBLE',
            extractor_version: 'VARCHAR',
            model_version: 'VARCHAR',
            ontology_version: 'VARCHAR'
        }
    )
) TO $target (FORMAT parquet, COMPRESSION zstd)
