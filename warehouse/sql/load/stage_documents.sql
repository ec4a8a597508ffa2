-- What becomes of every document of this batch.
CREATE OR REPLACE TEMP TABLE batch_documents AS
WITH articles_found AS (
    SELECT
        claims.inbox,
        claims.source_path AS path,
        claims.item,
        CASE
            WHEN same.claim IS NOT NULL THEN 'duplicate'
            WHEN rejected.claim IS NOT NULL THEN 'quarantined'
            WHEN older.claim IS NOT NULL THEN 'superseded'
            ELSE coalesce(claims.state, 'loaded')
        END AS status,
        coalesce(same.same_as, claims.article_id) AS article_id,
        CASE
            WHEN same.claim IS NOT NULL THEN 'the same article as ' || same.same_as
            WHEN rejected.claim IS NOT NULL THEN 'its id is that of the article in ' || rejected.owner_path
            WHEN older.claim IS NOT NULL THEN 'there is a newer version'
        END AS reason,
        claims.sha256,
        claims.content_key,
        claims.published_date,
        claims.reading_id,
        claims.first_seen_at,
        claims.metadata_ids,
        claims.metadata_digest
    FROM batch_claims AS claims
    LEFT JOIN batch_same_articles AS same ON claims.claim = same.claim
    LEFT JOIN batch_rejected_articles AS rejected ON claims.claim = rejected.claim
    LEFT JOIN batch_old_versions AS older ON claims.claim = older.claim
),

failed AS (
    SELECT
        files.inbox,
        failures.source_path AS path,
        coalesce(failures.item, '') AS item,
        'quarantined' AS status,
        failures.article_id,
        first(failures.reasons[1].message) AS reason,
        files.reading_id,
        now() AT TIME ZONE 'UTC' AS first_seen_at,
        first(failures.metadata_ids) AS metadata_ids,
        first(failures.metadata_digest) AS metadata_digest
    FROM batch_quarantine AS failures
    INNER JOIN batch_source_files AS files ON failures.source_path = files.path
    WHERE failures.payload_form <> 'json'
    GROUP BY ALL
),

repeated AS (
    SELECT
        files.inbox,
        repeats.source_path AS path,
        repeats.item,
        'duplicate' AS status,
        repeats.article_id,
        repeats.reason,
        files.reading_id,
        now() AT TIME ZONE 'UTC' AS first_seen_at
    FROM batch_repeats AS repeats
    INNER JOIN batch_source_files AS files ON repeats.source_path = files.path
)

SELECT *, $run_id AS run_id
FROM (
    SELECT * FROM articles_found
    UNION ALL BY NAME
    SELECT * FROM failed
    UNION ALL BY NAME
    SELECT * FROM repeated
)
