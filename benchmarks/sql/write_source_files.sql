COPY (
    SELECT DISTINCT ON (article_id)
        'synthetic' AS inbox,
        article_id || '.txt' AS "path",
        sha256(body) AS sha256,
        CAST(1000 AS BIGINT) AS bytes,
        'loaded' AS status,
        article_id,
        sha256(body) AS reading_id,
        CAST(1 AS BIGINT) AS documents,
        true AS is_whole
    FROM synthetic
) TO $target (FORMAT parquet)
