COPY (
    SELECT DISTINCT ON (article_id)
        article_id,
        article_id || '.txt' AS source_path,
        sha256(body) AS source_sha256,
        'text' AS form,
        'utf-8' AS encoding,
        'en' AS "language",
        CAST(NULL AS VARCHAR) AS title,
        'Agency ' || CAST(n % 7 AS VARCHAR) AS publisher,
        CAST(NULL AS VARCHAR) AS url,
        {'day': published, 'precision': 'day', 'source': 'text', 'text': CAST(NULL AS VARCHAR)} AS published,
        CAST(NULL AS STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, place VARCHAR, "month" INTEGER, "day" INTEGER, "hour" VARCHAR, agency VARCHAR)) AS dateline,
        CAST([] AS VARCHAR[]) AS author_codes,
        body AS "text",
        [{'start': 0, 'end': CAST(len(body) AS INTEGER), 'kind': 'body'}] AS paragraphs,
        CAST([] AS VARCHAR[]) AS warnings,
        'loaded' AS state,
        CAST(NULL AS UBIGINT) AS content_key,
        CAST(NULL AS STRUCT(item VARCHAR, containers VARCHAR[], sha256 VARCHAR, byte_start BIGINT, byte_end BIGINT, "identity" VARCHAR, authors VARCHAR[], sources STRUCT(title VARCHAR, publisher VARCHAR, "language" VARCHAR, url VARCHAR, authors VARCHAR), modified VARCHAR)) AS provenance,
        CAST(NULL AS VARCHAR[]) AS metadata_ids,
        CAST(NULL AS VARCHAR) AS metadata_digest
    FROM synthetic
) TO $target (FORMAT parquet)
