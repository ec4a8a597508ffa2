-- The wide columns stay in the shard until they are inserted: copying them first would cost as much as the load itself.
-- content_key: the same text by the same publisher on the same day is the same article, wherever it lies. The workers
-- make it from the words alone.
CREATE OR REPLACE TEMP TABLE batch_articles AS
WITH hashed AS (
    SELECT * EXCLUDE ("text", paragraphs), sha256("text") AS text_sha256
    FROM read_parquet($path, file_row_number = true)
)

SELECT
    file_row_number,
    article_id,
    source_path,
    coalesce(provenance.item, '') AS item,
    coalesce(provenance."identity", 'file') AS "identity",
    provenance.sha256 AS sha256,
    state,
    title,
    url,
    published."day" AS published_date,
    coalesce(TRY_CAST(provenance.modified AS TIMESTAMP), CAST(published."day" AS TIMESTAMP)) AS stated_at,
    text_sha256,
    coalesce(
        content_key,
        md5_number_lower(
            concat_ws('|', text_sha256, coalesce(CAST(published."day" AS VARCHAR), ''), coalesce(publisher, ''))
        )
    ) AS content_key,
    metadata_ids,
    metadata_digest
FROM hashed
