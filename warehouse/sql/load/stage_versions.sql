-- Texts that go into history: those of the articles that give way, and older versions that come late.
CREATE OR REPLACE TEMP TABLE batch_versions AS
SELECT
    articles.article_id,
    articles.inbox,
    source_path,
    item,
    source_sha256,
    form,
    "language",
    title,
    publisher,
    url,
    published_date,
    published_precision,
    "text",
    text_sha256,
    provenance,
    run_id,
    loaded_at AS valid_from,
    now() AT TIME ZONE 'UTC' AS valid_to
FROM articles
WHERE
    article_id IN (SELECT article_id FROM batch_replaced_articles)
    AND (article_id, text_sha256) NOT IN (SELECT (article_id, text_sha256) FROM batch_accepted_articles)
UNION ALL BY NAME
SELECT
    made.article_id,
    claims.inbox,
    made.source_path,
    claims.item,
    made.source_sha256,
    made.form,
    made."language",
    made.title,
    made.publisher,
    made.url,
    claims.published_date,
    made.published."precision" AS published_precision,
    made."text",
    claims.text_sha256,
    made.provenance,
    $run_id AS run_id,
    now() AT TIME ZONE 'UTC' AS valid_from,
    now() AT TIME ZONE 'UTC' AS valid_to
FROM read_parquet($articles, file_row_number = true) AS made
INNER JOIN batch_old_versions AS older ON made.file_row_number = older.claim
INNER JOIN batch_claims AS claims ON made.file_row_number = claims.claim
