COPY (
    SELECT
        article_id || '.txt' AS source_path,
        '' AS item,
        substr(sha256(article_id || ' ' || CAST(k AS VARCHAR)), 1, 20) AS event_id,
        article_id,
        event_type,
        CAST(NULL AS VARCHAR) AS mode,
        codes.quad_class,
        codes.score,
        codes.cameo_root,
        status,
        [{'text': actor, 'start': 0, 'end': 3, 'name': actor, 'code': actor, 'sectors': ['GOV'], 'actor_id': actor, 'resolved_from': CAST(NULL AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))}] AS actors,
        [{'text': recipient, 'start': 0, 'end': 3, 'name': recipient, 'code': recipient, 'sectors': ['GOV'], 'actor_id': recipient, 'resolved_from': CAST(NULL AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))}] AS recipients,
        CASE WHEN is_dated THEN {'start': "day", 'end': "day", 'precision': 'day', 'text': 'that day', 'text_start': 0, 'text_end': 8} END AS "date",
        CAST(NULL AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, country VARCHAR, admin1 VARCHAR, lat DOUBLE, lon DOUBLE, "precision" VARCHAR, geonameid INTEGER)) AS place,
        CAST([] AS VARCHAR[]) AS contexts,
        CAST(NULL AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))) AS speaker,
        CAST(NULL AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, acronym VARCHAR)) AS instrument,
        CAST([] AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "value" DOUBLE, unit VARCHAR, currency VARCHAR, what VARCHAR)[]) AS quantities,
        {'text': 'agreed', 'start': 5, 'end': 11} AS "trigger",
        {'text': sentence, 'start': 0, 'end': CAST(len(sentence) AS INTEGER)} AS sentence,
        CAST(NULL AS VARCHAR) AS same_as,
        0.5 AS confidence,
        '1' AS extractor_version,
        'm' AS model_version,
        'o' AS ontology_version
    FROM synthetic
    INNER JOIN code_event_types AS codes ON synthetic.event_type = codes.code
) TO $target (FORMAT parquet)
