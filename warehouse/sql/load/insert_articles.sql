INSERT INTO articles BY NAME
SELECT
    made.article_id,
    accepted.inbox,
    made.source_path,
    source_sha256,
    form,
    encoding,
    language,
    title,
    publisher,
    url,
    published."day" AS published_date,
    published."precision" AS published_precision,
    published.source AS published_source,
    published."text" AS published_text,
    dateline.place AS dateline_place,
    dateline."text" AS dateline_text,
    dateline,
    author_codes,
    "text",
    sha256("text") AS text_sha256,
    paragraphs,
    warnings,
    'loaded' AS state,
    $run_id AS run_id,
    now() AT TIME ZONE 'UTC' AS loaded_at
FROM read_parquet($articles) AS made
INNER JOIN batch_accepted_articles AS accepted ON made.source_path = accepted.source_path
