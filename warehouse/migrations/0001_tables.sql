-- The first tables. No keys, indexes or enums: uniqueness is held by the load and by the checks.
-- All timestamps are UTC.

CREATE TABLE runs (
    run_id             VARCHAR   NOT NULL,
    inbox              VARCHAR   NOT NULL,
    state              VARCHAR   NOT NULL,
    started_at         TIMESTAMP NOT NULL,
    finished_at        TIMESTAMP,
    files_seen         BIGINT,
    files_new          BIGINT,
    files_changed      BIGINT,
    files_missing      BIGINT,
    files_loaded       BIGINT,
    files_quarantined  BIGINT,
    events_loaded      BIGINT,
    events_quarantined BIGINT,
    articles_total     BIGINT,
    events_total       BIGINT,
    extractor_version  VARCHAR   NOT NULL,
    model_version      VARCHAR   NOT NULL,
    ontology_version   VARCHAR   NOT NULL,
    error              VARCHAR
);

COMMENT ON TABLE runs IS 'One row per run over an inbox.';
COMMENT ON COLUMN runs.run_id IS 'Id of the run.';
COMMENT ON COLUMN runs.inbox IS 'Folder that the run read.';
COMMENT ON COLUMN runs.state IS 'running, done, failed, or interrupted when the process died before it could say.';
COMMENT ON COLUMN runs.started_at IS 'Start of the run, UTC.';
COMMENT ON COLUMN runs.finished_at IS 'End of the run, UTC; null while it runs or when it was interrupted.';
COMMENT ON COLUMN runs.files_seen IS 'Article files that lay in the inbox.';
COMMENT ON COLUMN runs.files_new IS 'Files never seen before in this inbox.';
COMMENT ON COLUMN runs.files_changed IS 'Known files with another content.';
COMMENT ON COLUMN runs.files_missing IS 'Known files that were no longer there.';
COMMENT ON COLUMN runs.files_loaded IS 'Files loaded by this run.';
COMMENT ON COLUMN runs.files_quarantined IS 'Files put into quarantine by this run.';
COMMENT ON COLUMN runs.events_loaded IS 'Event mentions loaded by this run.';
COMMENT ON COLUMN runs.events_quarantined IS 'Event records put into quarantine by this run.';
COMMENT ON COLUMN runs.articles_total IS 'Rows of articles when the run ended.';
COMMENT ON COLUMN runs.events_total IS 'Rows of event_mentions when the run ended.';
COMMENT ON COLUMN runs.extractor_version IS 'Version of the extraction rules.';
COMMENT ON COLUMN runs.model_version IS 'Name and version of the language model.';
COMMENT ON COLUMN runs.ontology_version IS 'Version of the code lists.';
COMMENT ON COLUMN runs.error IS 'Why the run failed.';

CREATE TABLE source_files (
    inbox         VARCHAR   NOT NULL,
    path          VARCHAR   NOT NULL,
    sha256        VARCHAR   NOT NULL,
    bytes         BIGINT    NOT NULL,
    status        VARCHAR   NOT NULL,
    article_id    VARCHAR,
    run_id        VARCHAR   NOT NULL,
    first_seen_at TIMESTAMP NOT NULL,
    last_seen_at  TIMESTAMP NOT NULL
);

COMMENT ON TABLE source_files IS 'Every file ever met in an inbox; one row per inbox and path.';
COMMENT ON COLUMN source_files.inbox IS 'Folder that the file lay in.';
COMMENT ON COLUMN source_files.path IS 'Path relative to the inbox.';
COMMENT ON COLUMN source_files.sha256 IS 'Hash of what was read last: the file and, where given, its metadata.';
COMMENT ON COLUMN source_files.bytes IS 'Size of the file.';
COMMENT ON COLUMN source_files.status IS 'loaded, quarantined, or deleted when the file is no longer there.';
COMMENT ON COLUMN source_files.article_id IS 'Article read from the file; null where it could not be read.';
COMMENT ON COLUMN source_files.run_id IS 'Run that last set the status.';
COMMENT ON COLUMN source_files.first_seen_at IS 'When the path was first met, UTC.';
COMMENT ON COLUMN source_files.last_seen_at IS 'When a run last saw the file, UTC.';

CREATE TABLE articles (
    article_id          VARCHAR   NOT NULL,
    inbox               VARCHAR   NOT NULL,
    source_path         VARCHAR   NOT NULL,
    source_sha256       VARCHAR   NOT NULL,
    form                VARCHAR   NOT NULL,
    encoding            VARCHAR   NOT NULL,
    language            VARCHAR   NOT NULL,
    title               VARCHAR,
    publisher           VARCHAR,
    url                 VARCHAR,
    published_date      DATE,
    published_precision VARCHAR,
    published_source    VARCHAR,
    published_text      VARCHAR,
    dateline_place      VARCHAR,
    dateline_text       VARCHAR,
    dateline            STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, place VARCHAR, "month" INTEGER, "day" INTEGER, "hour" VARCHAR, agency VARCHAR),
    author_codes        VARCHAR[] NOT NULL,
    "text"              VARCHAR   NOT NULL,
    text_sha256         VARCHAR   NOT NULL,
    paragraphs          STRUCT("start" INTEGER, "end" INTEGER, kind VARCHAR)[] NOT NULL,
    warnings            VARCHAR[] NOT NULL,
    state               VARCHAR   NOT NULL,
    run_id              VARCHAR   NOT NULL,
    loaded_at           TIMESTAMP NOT NULL
);

COMMENT ON TABLE articles IS 'One row per article, as read from its file.';
COMMENT ON COLUMN articles.article_id IS 'Id of the article: for text files the name without suffix.';
COMMENT ON COLUMN articles.inbox IS 'Folder that the file lay in.';
COMMENT ON COLUMN articles.source_path IS 'Path of the file relative to the inbox.';
COMMENT ON COLUMN articles.source_sha256 IS 'SHA-256 of the file.';
COMMENT ON COLUMN articles.form IS 'Input form: text.';
COMMENT ON COLUMN articles.encoding IS 'Encoding that the file was decoded with.';
COMMENT ON COLUMN articles.language IS 'Language code.';
COMMENT ON COLUMN articles.title IS 'Headline.';
COMMENT ON COLUMN articles.publisher IS 'Who published the article.';
COMMENT ON COLUMN articles.url IS 'Where it was published.';
COMMENT ON COLUMN articles.published_date IS 'First day of the stated publication date: see published_precision.';
COMMENT ON COLUMN articles.published_precision IS 'day, month or year.';
COMMENT ON COLUMN articles.published_source IS 'Where the date was found: option, metadata, sidecar or text.';
COMMENT ON COLUMN articles.published_text IS 'The words that state the date.';
COMMENT ON COLUMN articles.dateline_place IS 'Place named by the agency dateline.';
COMMENT ON COLUMN articles.dateline_text IS 'The dateline as printed.';
COMMENT ON COLUMN articles.dateline IS 'The parts of the dateline, with offsets.';
COMMENT ON COLUMN articles.author_codes IS 'Sign-off codes of authors and editors.';
COMMENT ON COLUMN articles."text" IS 'Stored text; every offset counts its characters from 0.';
COMMENT ON COLUMN articles.text_sha256 IS 'SHA-256 of the stored text.';
COMMENT ON COLUMN articles.paragraphs IS 'Runs of the text and what each is: title, subtitle, body, dateline, credit, ...';
COMMENT ON COLUMN articles.warnings IS 'What the reader found doubtful.';
COMMENT ON COLUMN articles.state IS 'loaded, or deleted when the file is no longer in the inbox.';
COMMENT ON COLUMN articles.run_id IS 'Run that loaded the article.';
COMMENT ON COLUMN articles.loaded_at IS 'When it was loaded, UTC.';

CREATE TABLE event_mentions (
    event_id          VARCHAR   NOT NULL,
    article_id        VARCHAR   NOT NULL,
    event_type        VARCHAR   NOT NULL,
    mode              VARCHAR,
    quad_class        VARCHAR   NOT NULL,
    score             DOUBLE    NOT NULL,
    cameo_root        VARCHAR   NOT NULL,
    status            VARCHAR   NOT NULL,
    actors            STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))[] NOT NULL,
    recipients        STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER))[] NOT NULL,
    "date"            STRUCT("start" DATE, "end" DATE, "precision" VARCHAR, "text" VARCHAR, text_start INTEGER, text_end INTEGER),
    place             STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, country VARCHAR, admin1 VARCHAR, lat DOUBLE, lon DOUBLE, "precision" VARCHAR, geonameid INTEGER),
    contexts          VARCHAR[] NOT NULL,
    speaker           STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, code VARCHAR, sectors VARCHAR[], actor_id VARCHAR, resolved_from STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER)),
    instrument        STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, acronym VARCHAR),
    quantities        STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "value" DOUBLE, unit VARCHAR, currency VARCHAR, what VARCHAR)[] NOT NULL,
    "trigger"         STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER) NOT NULL,
    sentence          STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER) NOT NULL,
    same_as           VARCHAR,
    confidence        DOUBLE    NOT NULL,
    extractor_version VARCHAR   NOT NULL,
    model_version     VARCHAR   NOT NULL,
    ontology_version  VARCHAR   NOT NULL,
    event_date_start  DATE,
    event_date_end    DATE,
    run_id            VARCHAR   NOT NULL
);

COMMENT ON TABLE event_mentions IS 'One row per event mention: who did what to whom, as one sentence says it.';
COMMENT ON COLUMN event_mentions.event_id IS 'Hash of article, trigger and type: the same in every run.';
COMMENT ON COLUMN event_mentions.article_id IS 'Article that mentions the event.';
COMMENT ON COLUMN event_mentions.event_type IS 'PLOVER event type.';
COMMENT ON COLUMN event_mentions.mode IS 'PLOVER mode of the type.';
COMMENT ON COLUMN event_mentions.quad_class IS 'Verbal or material cooperation or conflict.';
COMMENT ON COLUMN event_mentions.score IS 'Goldstein-like score of type and mode.';
COMMENT ON COLUMN event_mentions.cameo_root IS 'CAMEO root code of the type.';
COMMENT ON COLUMN event_mentions.status IS 'occurred, ongoing, future, hypothetical, negated or historical.';
COMMENT ON COLUMN event_mentions.actors IS 'Who acts.';
COMMENT ON COLUMN event_mentions.recipients IS 'Whom the act is directed at.';
COMMENT ON COLUMN event_mentions."date" IS 'When the act happens: interval, precision, and the words that say so.';
COMMENT ON COLUMN event_mentions.place IS 'Where the act happens; coordinates are WGS 84 degrees.';
COMMENT ON COLUMN event_mentions.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN event_mentions.speaker IS 'Who says it.';
COMMENT ON COLUMN event_mentions.instrument IS 'The named agreement, plan, law or operation.';
COMMENT ON COLUMN event_mentions.quantities IS 'Money and counts tied to the event.';
COMMENT ON COLUMN event_mentions."trigger" IS 'The words that state the act.';
COMMENT ON COLUMN event_mentions.sentence IS 'The sentence of the trigger.';
COMMENT ON COLUMN event_mentions.same_as IS 'Earlier mention of the same event in the article.';
COMMENT ON COLUMN event_mentions.confidence IS 'From 0 to 1.';
COMMENT ON COLUMN event_mentions.extractor_version IS 'Version of the extraction rules.';
COMMENT ON COLUMN event_mentions.model_version IS 'Name and version of the language model.';
COMMENT ON COLUMN event_mentions.ontology_version IS 'Version of the code lists.';
COMMENT ON COLUMN event_mentions.event_date_start IS 'First day of the event date; null where open or unknown.';
COMMENT ON COLUMN event_mentions.event_date_end IS 'Last day of the event date; null where open or unknown.';
COMMENT ON COLUMN event_mentions.run_id IS 'Run that loaded the mention.';

CREATE TABLE event_participants (
    event_id   VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    "role"     VARCHAR NOT NULL,
    "position" INTEGER NOT NULL,
    "text"     VARCHAR,
    start_char INTEGER,
    end_char   INTEGER,
    "name"     VARCHAR,
    code       VARCHAR,
    sectors    VARCHAR[],
    actor_id   VARCHAR,
    run_id     VARCHAR NOT NULL
);

COMMENT ON TABLE event_participants IS 'One row per actor or recipient of an event mention, made from event_mentions.';
COMMENT ON COLUMN event_participants.event_id IS 'Event mention.';
COMMENT ON COLUMN event_participants.article_id IS 'Article of the mention.';
COMMENT ON COLUMN event_participants."role" IS 'actor or recipient.';
COMMENT ON COLUMN event_participants."position" IS 'Place in the list of the mention, from 1.';
COMMENT ON COLUMN event_participants."text" IS 'Words of the article; null where only the context names the participant.';
COMMENT ON COLUMN event_participants.start_char IS 'First character of the words in the stored text.';
COMMENT ON COLUMN event_participants.end_char IS 'Character after the last one.';
COMMENT ON COLUMN event_participants."name" IS 'Normalised name.';
COMMENT ON COLUMN event_participants.code IS 'ISO 3166-1 alpha-3, or an international code.';
COMMENT ON COLUMN event_participants.sectors IS 'Sectors, such as GOV or MIL.';
COMMENT ON COLUMN event_participants.actor_id IS 'Stable id of the actor across articles.';
COMMENT ON COLUMN event_participants.run_id IS 'Run that loaded the mention.';

CREATE TABLE quarantine (
    quarantine_id     VARCHAR   NOT NULL,
    stage             VARCHAR   NOT NULL,
    inbox             VARCHAR   NOT NULL,
    source_path       VARCHAR   NOT NULL,
    source_sha256     VARCHAR   NOT NULL,
    article_id        VARCHAR,
    reasons           STRUCT("field" VARCHAR, "rule" VARCHAR, "value" VARCHAR, message VARCHAR)[] NOT NULL,
    payload           VARCHAR   NOT NULL,
    payload_form      VARCHAR   NOT NULL,
    state             VARCHAR   NOT NULL,
    extractor_version VARCHAR   NOT NULL,
    model_version     VARCHAR   NOT NULL,
    ontology_version  VARCHAR   NOT NULL,
    run_id            VARCHAR   NOT NULL,
    created_at        TIMESTAMP NOT NULL
);

COMMENT ON TABLE quarantine IS 'Files and event records that failed, with what is needed to try them again.';
COMMENT ON COLUMN quarantine.quarantine_id IS 'Hash of file, stage, reasons and payload: the same failure has the same id.';
COMMENT ON COLUMN quarantine.stage IS 'Where it failed: read, extract or validate.';
COMMENT ON COLUMN quarantine.inbox IS 'Folder that the file lay in.';
COMMENT ON COLUMN quarantine.source_path IS 'Path of the file relative to the inbox.';
COMMENT ON COLUMN quarantine.source_sha256 IS 'Hash of what was read, as in source_files.';
COMMENT ON COLUMN quarantine.article_id IS 'Article, where it could be read.';
COMMENT ON COLUMN quarantine.reasons IS 'Every fault: field, rule, offending value, readable message.';
COMMENT ON COLUMN quarantine.payload IS 'The failed record or file.';
COMMENT ON COLUMN quarantine.payload_form IS 'How the payload is written: json, text, or base64 for bytes that are not UTF-8.';
COMMENT ON COLUMN quarantine.state IS 'open, or superseded when a later reading of the file no longer fails this way.';
COMMENT ON COLUMN quarantine.extractor_version IS 'Version of the extraction rules.';
COMMENT ON COLUMN quarantine.model_version IS 'Name and version of the language model.';
COMMENT ON COLUMN quarantine.ontology_version IS 'Version of the code lists.';
COMMENT ON COLUMN quarantine.run_id IS 'Run that first met the failure.';
COMMENT ON COLUMN quarantine.created_at IS 'When it was first met, UTC.';
