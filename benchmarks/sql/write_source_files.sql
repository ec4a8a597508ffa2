COPY (
    SELECT DISTINCT ON (article_id)
        'synthetic' AS inbox,
        article_id || '.txt' AS "path",
        sha256(body) AS sha256,
        CAST(1000 AS BIGINT) AS bytes,
        'loaded' AS status,
        article_id
    FROM synthetic
) TO $target (FORMAT parquet)
