-- Files that hold many articles: what became of every document in them, where each article comes from, older versions.

ALTER TABLE articles ADD COLUMN item VARCHAR;
ALTER TABLE articles ADD COLUMN provenance STRUCT(item VARCHAR, containers VARCHAR[], sha256 VARCHAR, byte_start BIGINT, byte_end BIGINT, "identity" VARCHAR, authors VARCHAR[], sources STRUCT(title VARCHAR, publisher VARCHAR, "language" VARCHAR, url VARCHAR, authors VARCHAR), modified VARCHAR);
ALTER TABLE articles ADD COLUMN content_key UBIGINT;
UPDATE articles
SET
    item = '',
    content_key = md5_number_lower(
        concat_ws('|', text_sha256, coalesce(CAST(published_date AS VARCHAR), ''), coalesce(publisher, ''))
    );

COMMENT ON TABLE articles IS 'One row per article, in its newest version.';
COMMENT ON COLUMN articles.article_id IS 'Id of the article: for text files the name without suffix, else as stated or from its address.';
COMMENT ON COLUMN articles.form IS 'Input form: text, html, feed, jsonl, json, csv, parquet, email or pdf.';
COMMENT ON COLUMN articles.published_source IS 'Where the date was found: option, metadata, sidecar, page, feed, file or text.';
COMMENT ON COLUMN articles.state IS 'loaded; unsupported_language where no pipeline reads its language: kept without events; deleted when it is no longer in the inbox.';
COMMENT ON COLUMN articles.item IS 'Place in the file (item 7, line 12, member a/b.html); empty where the file is the article.';
COMMENT ON COLUMN articles.provenance IS 'The raw bytes (hash, place in the unpacked file, archives around them), what the id was made from, who states each field.';
COMMENT ON COLUMN articles.content_key IS 'Hash of text, publisher and date: the same article again has the same.';

ALTER TABLE source_files ADD COLUMN reading_id VARCHAR;
ALTER TABLE source_files ADD COLUMN documents BIGINT;
UPDATE source_files SET reading_id = sha256, documents = 1;

COMMENT ON COLUMN source_files.status IS 'loaded; quarantined where nothing of it could be read; partial while its documents are coming in; deleted when the file is no longer there.';
COMMENT ON COLUMN source_files.article_id IS 'Article that is named by the file; null for files of other forms: see documents.';
COMMENT ON COLUMN source_files.reading_id IS 'The reading that its documents are from: another content or other versions make another one.';
COMMENT ON COLUMN source_files.documents IS 'Documents met in the file, read or not; null while they are coming in.';

ALTER TABLE quarantine ADD COLUMN item VARCHAR;
ALTER TABLE quarantine ADD COLUMN reading_id VARCHAR;
UPDATE quarantine SET reading_id = source_sha256;

COMMENT ON COLUMN quarantine.item IS 'Place in the file; null where the whole file failed, or holds one article.';
COMMENT ON COLUMN quarantine.reading_id IS 'The reading of the file that last met the failure.';

CREATE TABLE documents (
    inbox          VARCHAR   NOT NULL,
    path           VARCHAR   NOT NULL,
    item           VARCHAR   NOT NULL,
    status         VARCHAR   NOT NULL,
    article_id     VARCHAR,
    reason         VARCHAR,
    sha256         VARCHAR,
    content_key    UBIGINT,
    published_date DATE,
    reading_id     VARCHAR   NOT NULL,
    run_id         VARCHAR   NOT NULL,
    first_seen_at  TIMESTAMP NOT NULL
);

COMMENT ON TABLE documents IS 'Every document met in a file, and what became of it.';
COMMENT ON COLUMN documents.inbox IS 'Folder that the file lies in.';
COMMENT ON COLUMN documents.path IS 'Path of the file relative to the inbox.';
COMMENT ON COLUMN documents.item IS 'Place in the file; empty where the file is the document.';
COMMENT ON COLUMN documents.status IS 'loaded; unsupported_language; duplicate of an article that is there already; superseded by a newer version; quarantined; deleted with its file.';
COMMENT ON COLUMN documents.article_id IS 'The article that it became, repeats or is an older version of.';
COMMENT ON COLUMN documents.reason IS 'Why it is no article of its own.';
COMMENT ON COLUMN documents.sha256 IS 'Hash of its raw bytes; null where they could not be read.';
COMMENT ON COLUMN documents.content_key IS 'Hash of text, publisher and date, as in articles.';
COMMENT ON COLUMN documents.published_date IS 'First day of the stated publication date.';
COMMENT ON COLUMN documents.reading_id IS 'The reading of the file that met it, as in source_files.';
COMMENT ON COLUMN documents.run_id IS 'Run that last set the status.';
COMMENT ON COLUMN documents.first_seen_at IS 'When the file first held this content, UTC.';

INSERT INTO documents BY NAME
SELECT
    files.inbox,
    files.path,
    '' AS item,
    files.status,
    files.article_id,
    files.sha256,
    articles.content_key,
    articles.published_date,
    files.reading_id,
    files.run_id,
    files.first_seen_at
FROM source_files AS files
LEFT JOIN articles ON files.inbox = articles.inbox AND files.path = articles.source_path;

CREATE TABLE article_versions (
    article_id          VARCHAR   NOT NULL,
    inbox               VARCHAR   NOT NULL,
    source_path         VARCHAR   NOT NULL,
    item                VARCHAR   NOT NULL,
    source_sha256       VARCHAR   NOT NULL,
    form                VARCHAR   NOT NULL,
    "language"          VARCHAR   NOT NULL,
    title               VARCHAR,
    publisher           VARCHAR,
    url                 VARCHAR,
    published_date      DATE,
    published_precision VARCHAR,
    "text"              VARCHAR   NOT NULL,
    text_sha256         VARCHAR   NOT NULL,
    provenance          STRUCT(item VARCHAR, containers VARCHAR[], sha256 VARCHAR, byte_start BIGINT, byte_end BIGINT, "identity" VARCHAR, authors VARCHAR[], sources STRUCT(title VARCHAR, publisher VARCHAR, "language" VARCHAR, url VARCHAR, authors VARCHAR), modified VARCHAR),
    run_id              VARCHAR   NOT NULL,
    valid_from          TIMESTAMP NOT NULL,
    valid_to            TIMESTAMP NOT NULL
);

COMMENT ON TABLE article_versions IS 'Older versions of articles, without events: the newest one is in articles.';
COMMENT ON COLUMN article_versions.article_id IS 'Article.';
COMMENT ON COLUMN article_versions.inbox IS 'Folder that the file lay in.';
COMMENT ON COLUMN article_versions.source_path IS 'Path of the file relative to the inbox.';
COMMENT ON COLUMN article_versions.item IS 'Place in the file.';
COMMENT ON COLUMN article_versions.source_sha256 IS 'SHA-256 of the file.';
COMMENT ON COLUMN article_versions.form IS 'Input form.';
COMMENT ON COLUMN article_versions."language" IS 'Language code.';
COMMENT ON COLUMN article_versions.title IS 'Headline.';
COMMENT ON COLUMN article_versions.publisher IS 'Who published the article.';
COMMENT ON COLUMN article_versions.url IS 'Where it was published.';
COMMENT ON COLUMN article_versions.published_date IS 'First day of the stated publication date.';
COMMENT ON COLUMN article_versions.published_precision IS 'day, month or year.';
COMMENT ON COLUMN article_versions."text" IS 'Text of this version.';
COMMENT ON COLUMN article_versions.text_sha256 IS 'SHA-256 of that text.';
COMMENT ON COLUMN article_versions.provenance IS 'The raw bytes and who states each field, as in articles.';
COMMENT ON COLUMN article_versions.run_id IS 'Run that loaded this version.';
COMMENT ON COLUMN article_versions.valid_from IS 'When it was loaded, UTC.';
COMMENT ON COLUMN article_versions.valid_to IS 'When a newer one took its place, UTC; the same moment where the newer one was there first.';

ALTER TABLE runs ADD COLUMN files_waiting BIGINT;
ALTER TABLE runs ADD COLUMN articles_loaded BIGINT;
ALTER TABLE runs ADD COLUMN articles_unsupported BIGINT;
ALTER TABLE runs ADD COLUMN documents_duplicate BIGINT;
ALTER TABLE runs ADD COLUMN documents_superseded BIGINT;
ALTER TABLE runs ADD COLUMN documents_quarantined BIGINT;

COMMENT ON COLUMN runs.files_waiting IS 'Files that were still being written, left to the next run.';
COMMENT ON COLUMN runs.articles_loaded IS 'Articles loaded by this run.';
COMMENT ON COLUMN runs.articles_unsupported IS 'Articles kept without events, because no pipeline reads their language.';
COMMENT ON COLUMN runs.documents_duplicate IS 'Documents that repeat an article.';
COMMENT ON COLUMN runs.documents_superseded IS 'Documents that are an older version of an article.';
COMMENT ON COLUMN runs.documents_quarantined IS 'Documents put into quarantine by this run, files of one article among them.';
