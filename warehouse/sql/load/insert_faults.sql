-- Everything of this batch that goes to quarantine: what the workers refused, and what the load refuses.
INSERT INTO batch_faults BY NAME
WITH versions AS (
    SELECT extractor_version, model_version, ontology_version
    FROM runs
    WHERE run_id = $run_id
),

duplicate_articles AS (
    SELECT
        'validate' AS stage,
        made.source_path,
        made.provenance.item AS item,
        made.article_id,
        [{
            'field': 'article_id',
            'rule': 'duplicate_article_id',
            'value': made.article_id,
            'message': 'is already the id of the article in ' || rejected.owner_path
                || CASE WHEN rejected.owner_inbox = rejected.inbox THEN '' ELSE ' of ' || rejected.owner_inbox END
        }] AS reasons,
        made."text" AS payload,
        'text' AS payload_form,
        versions.*
    FROM read_parquet($articles, file_row_number = true) AS made
    INNER JOIN batch_rejected_articles AS rejected ON made.file_row_number = rejected.claim
    CROSS JOIN versions
),

repeated_events AS (
    SELECT made.*
    FROM read_parquet($event_mentions, file_row_number = true) AS made
    SEMI JOIN batch_repeated_events AS repeated ON made.file_row_number = repeated.file_row_number
),

duplicate_events AS (
    SELECT
        'validate' AS stage,
        source_path,
        item,
        article_id,
        [{
            'field': 'event_id',
            'rule': 'duplicate_event_id',
            'value': event_id,
            'message': 'the article already has an event with this trigger and type'
        }] AS reasons,
        CAST(
            to_json(struct_pack(*COLUMNS(* EXCLUDE (source_path, item, file_row_number)))) AS VARCHAR
        ) AS payload,
        'json' AS payload_form,
        extractor_version,
        model_version,
        ontology_version
    FROM repeated_events
),

gathered AS (
    SELECT * EXCLUDE (source_sha256, metadata_ids, metadata_digest) FROM batch_quarantine
    UNION ALL BY NAME
    SELECT * FROM duplicate_articles
    UNION ALL BY NAME
    SELECT * FROM duplicate_events
)

SELECT DISTINCT ON (quarantine_id)
    substr(
        sha256(
            CAST(
                to_json([
                    files.inbox,
                    gathered.source_path,
                    files.sha256,
                    gathered.stage,
                    gathered.article_id,
                    CAST(gathered.reasons AS VARCHAR),
                    gathered.payload
                ]) AS VARCHAR
            )
        ),
        1,
        20
    ) AS quarantine_id,
    files.inbox,
    files.sha256 AS source_sha256,
    files.reading_id,
    gathered.*
FROM gathered
INNER JOIN batch_source_files AS files ON gathered.source_path = files.path
