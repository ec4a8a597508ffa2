-- Articles that the warehouse has with an id or a content of this batch. is_reread: this batch reads its file anew, or
-- its very place in it.
-- is_rewritten: with another content, so that what it says now is about to go.
CREATE OR REPLACE TEMP TABLE batch_held AS
WITH held AS (
    SELECT
        article_id,
        inbox,
        source_path,
        item,
        state,
        title,
        url,
        text_sha256,
        content_key,
        coalesce(TRY_CAST(provenance.modified AS TIMESTAMP), CAST(published_date AS TIMESTAMP)) AS stated_at,
        loaded_at
    FROM articles
    WHERE
        article_id IN (SELECT article_id FROM batch_claims)
        OR content_key IN (SELECT content_key FROM batch_claims)
),

of_reading AS (
    SELECT documents.inbox, documents.path, documents.article_id
    FROM documents
    INNER JOIN batch_source_files AS files
        ON
            documents.inbox = files.inbox
            AND documents.path = files.path
            AND documents.reading_id = files.reading_id
            AND NOT files.is_whole
    WHERE documents.status IN ('loaded', 'unsupported_language')
),

first_seen AS (
    SELECT documents.inbox, documents.path, documents.content_key, min(documents.first_seen_at) AS first_seen_at
    FROM documents
    SEMI JOIN held ON documents.content_key = held.content_key
    GROUP BY ALL
)

SELECT
    held.* EXCLUDE (loaded_at),
    coalesce(first_seen.first_seen_at, held.loaded_at) AS first_seen_at,
    (held.inbox, held.source_path, held.article_id) IN (SELECT (inbox, source_path, article_id) FROM batch_claims)
    AND (
        (held.inbox, held.source_path, held.article_id) NOT IN (SELECT (inbox, path, article_id) FROM of_reading)
        OR (held.inbox, held.source_path, held.item, held.article_id) IN (SELECT (inbox, source_path, item, article_id) FROM batch_claims)
    ) AS is_reread,
    (held.inbox, held.source_path, held.article_id) IN (SELECT (inbox, source_path, article_id) FROM batch_claims)
    AND (held.article_id, held.content_key) NOT IN (SELECT (article_id, content_key) FROM batch_claims) AS is_rewritten,
    (held.inbox, held.source_path) IN (SELECT (inbox, path) FROM batch_source_files WHERE article_id IS NOT NULL) AS is_named
FROM held
LEFT JOIN first_seen
    ON
        held.inbox = first_seen.inbox
        AND held.source_path = first_seen.path
        AND held.content_key = first_seen.content_key
