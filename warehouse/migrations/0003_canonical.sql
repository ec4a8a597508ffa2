-- Code tables, copies of articles, canonical events, commitments. Tables with the prefix stg_ hold what is needed to
-- bring the others up to date without doing everything again.

CREATE TABLE code_event_types (
    code             VARCHAR NOT NULL,
    quad_class       VARCHAR NOT NULL,
    cameo_root       VARCHAR NOT NULL,
    score            DOUBLE  NOT NULL,
    definition       VARCHAR NOT NULL,
    example          VARCHAR NOT NULL,
    ontology_version VARCHAR NOT NULL
);

CREATE TABLE code_modes (
    event_type       VARCHAR NOT NULL,
    code             VARCHAR NOT NULL,
    score            DOUBLE  NOT NULL,
    definition       VARCHAR NOT NULL,
    ontology_version VARCHAR NOT NULL
);

CREATE TABLE code_contexts (
    code             VARCHAR NOT NULL,
    definition       VARCHAR NOT NULL,
    ontology_version VARCHAR NOT NULL
);

CREATE TABLE code_sectors (
    code             VARCHAR NOT NULL,
    "name"           VARCHAR NOT NULL,
    ontology_version VARCHAR NOT NULL
);

CREATE TABLE code_countries (
    code             VARCHAR NOT NULL,
    alpha2           VARCHAR NOT NULL,
    "name"           VARCHAR NOT NULL,
    capital          VARCHAR NOT NULL,
    continent        VARCHAR NOT NULL,
    ontology_version VARCHAR NOT NULL
);

CREATE TABLE code_international (
    code             VARCHAR NOT NULL,
    "name"           VARCHAR NOT NULL,
    ontology_version VARCHAR NOT NULL
);

CREATE TABLE stg_article_texts (
    article_id     VARCHAR NOT NULL,
    text_sha256    VARCHAR NOT NULL,
    published_date DATE,
    shingle_count  INTEGER NOT NULL
);

CREATE TABLE stg_article_bands (
    article_id VARCHAR NOT NULL,
    band       INTEGER NOT NULL,
    "value"    UBIGINT NOT NULL
);

CREATE TABLE stg_article_pairs (
    article_a   VARCHAR NOT NULL,
    article_b   VARCHAR NOT NULL,
    similarity  DOUBLE  NOT NULL,
    containment DOUBLE  NOT NULL
);

CREATE TABLE article_duplicates (
    article_id         VARCHAR NOT NULL,
    duplicate_of       VARCHAR NOT NULL,
    matched_article_id VARCHAR NOT NULL,
    similarity         DOUBLE  NOT NULL,
    containment        DOUBLE  NOT NULL,
    reason             VARCHAR NOT NULL
);

CREATE TABLE stg_canonical_articles (
    article_id     VARCHAR   NOT NULL,
    loaded_at      TIMESTAMP NOT NULL,
    run_id         VARCHAR   NOT NULL
);

CREATE TABLE stg_event_keys (
    mention_id   VARCHAR NOT NULL,
    article_id   VARCHAR NOT NULL,
    "block"      UBIGINT NOT NULL,
    is_one_sided BOOLEAN NOT NULL,
    is_single    BOOLEAN NOT NULL,
    first_day    DATE    NOT NULL,
    last_day     DATE    NOT NULL
);

CREATE TABLE stg_event_pairs (
    mention_a VARCHAR NOT NULL,
    mention_b VARCHAR NOT NULL,
    score     DOUBLE  NOT NULL,
    reason    VARCHAR NOT NULL
);

CREATE TABLE stg_applied_overrides (
    "action"  VARCHAR NOT NULL,
    mention_a VARCHAR NOT NULL,
    mention_b VARCHAR NOT NULL
);

CREATE TABLE event_overrides (
    "action"   VARCHAR   NOT NULL,
    mention_a  VARCHAR   NOT NULL,
    mention_b  VARCHAR   NOT NULL,
    author     VARCHAR,
    reason     VARCHAR   NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);

CREATE TABLE event_links (
    mention_id     VARCHAR NOT NULL,
    event_id       VARCHAR NOT NULL,
    article_id     VARCHAR NOT NULL,
    group_id       VARCHAR NOT NULL,
    linked_mention VARCHAR,
    score          DOUBLE  NOT NULL,
    reason         VARCHAR NOT NULL
);

CREATE TABLE events (
    event_id         VARCHAR   NOT NULL,
    event_type       VARCHAR   NOT NULL,
    mode             VARCHAR,
    quad_class       VARCHAR   NOT NULL,
    score            DOUBLE    NOT NULL,
    cameo_root       VARCHAR   NOT NULL,
    status           VARCHAR   NOT NULL,
    status_date      DATE,
    date_start       DATE,
    date_end         DATE,
    date_precision   VARCHAR,
    event_date       DATE,
    actor_codes      VARCHAR[] NOT NULL,
    actor_names      VARCHAR[] NOT NULL,
    recipient_codes  VARCHAR[] NOT NULL,
    recipient_names  VARCHAR[] NOT NULL,
    place_name       VARCHAR,
    country          VARCHAR,
    lat              DOUBLE,
    lon              DOUBLE,
    place_precision  VARCHAR,
    contexts         VARCHAR[] NOT NULL,
    instrument       VARCHAR,
    mention_count    INTEGER   NOT NULL,
    article_count    INTEGER   NOT NULL,
    report_count     INTEGER   NOT NULL,
    publisher_count  INTEGER   NOT NULL,
    first_seen       DATE,
    last_seen        DATE,
    confidence       DOUBLE    NOT NULL,
    best_mention_id  VARCHAR   NOT NULL,
    best_article_id  VARCHAR   NOT NULL,
    sentence         VARCHAR   NOT NULL
);

CREATE TABLE stg_promises (
    mention_id  VARCHAR NOT NULL,
    article_id  VARCHAR NOT NULL,
    act_type    VARCHAR NOT NULL,
    act_text    VARCHAR NOT NULL,
    act_mention VARCHAR,
    due_start   DATE,
    due_end     DATE,
    due_text    VARCHAR,
    reason      VARCHAR NOT NULL
);

CREATE TABLE stg_outcomes (
    promise_event_id VARCHAR NOT NULL,
    event_id         VARCHAR NOT NULL,
    outcome          VARCHAR NOT NULL,
    score            DOUBLE  NOT NULL,
    reason           VARCHAR NOT NULL
);

CREATE TABLE commitments (
    commitment_id   VARCHAR   NOT NULL,
    event_id        VARCHAR   NOT NULL,
    who_codes       VARCHAR[] NOT NULL,
    who_names       VARCHAR[] NOT NULL,
    towards_codes   VARCHAR[] NOT NULL,
    towards_names   VARCHAR[] NOT NULL,
    act_type        VARCHAR   NOT NULL,
    act_text        VARCHAR   NOT NULL,
    announced_date  DATE,
    due_start       DATE,
    due_end         DATE,
    due_text        VARCHAR,
    sentence        VARCHAR   NOT NULL,
    mention_id      VARCHAR   NOT NULL,
    article_id      VARCHAR   NOT NULL,
    state           VARCHAR   NOT NULL,
    state_date      DATE,
    outcome_event_id VARCHAR,
    reason          VARCHAR   NOT NULL,
    as_of           DATE      NOT NULL
);

CREATE VIEW stg_mention_features AS
WITH placed AS (
    SELECT
        mentions.*,
        articles.published_date,
        list_sort(list_distinct(list_transform(mentions.actors, lambda p: coalesce(p.code, lower(p."name"), lower(p."text"))))) AS actor_keys,
        list_sort(list_distinct(list_transform(mentions.recipients, lambda p: coalesce(p.code, lower(p."name"), lower(p."text"))))) AS recipient_keys,
        CASE
            WHEN mentions."date" IS NULL AND articles.published_date IS NULL THEN 'none'
            WHEN mentions."date" IS NULL THEN 'assumed'
            WHEN mentions."date"."precision" = 'open' THEN 'open'
            WHEN mentions.event_date_start = mentions.event_date_end THEN 'day'
            WHEN mentions.event_date_end - mentions.event_date_start <= 40 THEN 'span'
            ELSE 'long'
        END AS day_kind
    FROM event_mentions AS mentions
    INNER JOIN articles ON mentions.article_id = articles.article_id
)

SELECT
    event_id AS mention_id,
    article_id,
    event_type,
    mode,
    status,
    actor_keys,
    recipient_keys,
    published_date,
    day_kind,
    CASE day_kind
        WHEN 'none' THEN NULL
        WHEN 'assumed' THEN CASE WHEN status = 'future' THEN published_date ELSE published_date - 2 END
        WHEN 'open' THEN coalesce(event_date_start, event_date_end)
        ELSE event_date_start
    END AS first_day,
    CASE day_kind
        WHEN 'none' THEN NULL
        WHEN 'assumed' THEN CASE WHEN status = 'future' THEN published_date + 14 ELSE published_date END
        WHEN 'open' THEN coalesce(event_date_start, event_date_end)
        ELSE event_date_end
    END AS last_day,
    coalesce(place."name", place."text") AS place_name,
    place.country AS place_country,
    coalesce(place."precision" IN ('site', 'city'), false) AS is_place_exact,
    lower("trigger"."text") AS "trigger",
    sentence."text" AS sentence,
    flatten(list_transform(list_concat(actors, recipients), lambda p: [p."text", p."name"])) AS participant_texts,
    lower(instrument."name") AS instrument,
    list_transform(quantities, lambda q: CAST(q."value" AS VARCHAR) || ' ' || coalesce(q.currency, q.unit, q.what, '')) AS quantities,
    same_as
FROM placed;

COMMENT ON TABLE code_event_types IS 'The 16 PLOVER event types, from the code lists of the software.';
COMMENT ON COLUMN code_event_types."code" IS 'Code of the type, as in events.event_type.';
COMMENT ON COLUMN code_event_types."quad_class" IS 'Verbal or material cooperation or conflict.';
COMMENT ON COLUMN code_event_types."cameo_root" IS 'CAMEO root code after the PLOVER crosswalk.';
COMMENT ON COLUMN code_event_types."score" IS 'Goldstein-like score, from -10 (conflict) to 10 (cooperation).';
COMMENT ON COLUMN code_event_types."definition" IS 'What the type covers.';
COMMENT ON COLUMN code_event_types."example" IS 'A sentence with such an event.';
COMMENT ON COLUMN code_event_types."ontology_version" IS 'Version of the code lists.';

COMMENT ON TABLE code_modes IS 'The modes of each event type.';
COMMENT ON COLUMN code_modes."event_type" IS 'Type that the mode belongs to.';
COMMENT ON COLUMN code_modes."code" IS 'Code of the mode.';
COMMENT ON COLUMN code_modes."score" IS 'Goldstein-like score of the type with this mode.';
COMMENT ON COLUMN code_modes."definition" IS 'What the mode covers.';
COMMENT ON COLUMN code_modes."ontology_version" IS 'Version of the code lists.';

COMMENT ON TABLE code_contexts IS 'The PLOVER contexts.';
COMMENT ON COLUMN code_contexts."code" IS 'Code of the context.';
COMMENT ON COLUMN code_contexts."definition" IS 'What the context covers.';
COMMENT ON COLUMN code_contexts."ontology_version" IS 'Version of the code lists.';

COMMENT ON TABLE code_sectors IS 'The sectors of actors.';
COMMENT ON COLUMN code_sectors."code" IS 'Code of the sector.';
COMMENT ON COLUMN code_sectors."name" IS 'What it stands for.';
COMMENT ON COLUMN code_sectors."ontology_version" IS 'Version of the code lists.';

COMMENT ON TABLE code_countries IS 'States and territories.';
COMMENT ON COLUMN code_countries."code" IS 'ISO 3166-1 alpha-3 code, and KOS for Kosovo.';
COMMENT ON COLUMN code_countries."alpha2" IS 'ISO 3166-1 alpha-2 code.';
COMMENT ON COLUMN code_countries."name" IS 'English name.';
COMMENT ON COLUMN code_countries."capital" IS 'Capital, empty where there is none.';
COMMENT ON COLUMN code_countries."continent" IS 'Continent code of GeoNames.';
COMMENT ON COLUMN code_countries."ontology_version" IS 'Version of the code lists.';

COMMENT ON TABLE code_international IS 'Codes of actors that belong to no single state.';
COMMENT ON COLUMN code_international."code" IS 'Code of the actor.';
COMMENT ON COLUMN code_international."name" IS 'What it stands for.';
COMMENT ON COLUMN code_international."ontology_version" IS 'Version of the code lists.';

COMMENT ON TABLE stg_article_texts IS 'Working table: texts already compared with the others.';
COMMENT ON COLUMN stg_article_texts."article_id" IS 'Article.';
COMMENT ON COLUMN stg_article_texts."text_sha256" IS 'Hash of the text that was compared.';
COMMENT ON COLUMN stg_article_texts."published_date" IS 'Publication date that was compared.';
COMMENT ON COLUMN stg_article_texts."shingle_count" IS 'Number of different runs of four words in title and body.';

COMMENT ON TABLE stg_article_bands IS 'Working table: MinHash bands of the texts; articles that share one are compared.';
COMMENT ON COLUMN stg_article_bands."article_id" IS 'Article.';
COMMENT ON COLUMN stg_article_bands."band" IS 'Number of the band.';
COMMENT ON COLUMN stg_article_bands."value" IS 'Hash of the band.';

COMMENT ON TABLE stg_article_pairs IS 'Working table: articles found alike.';
COMMENT ON COLUMN stg_article_pairs."article_a" IS 'The smaller id.';
COMMENT ON COLUMN stg_article_pairs."article_b" IS 'The larger id.';
COMMENT ON COLUMN stg_article_pairs."similarity" IS 'Shared word runs as a share of all of both.';
COMMENT ON COLUMN stg_article_pairs."containment" IS 'Shared word runs as a share of those of the shorter text.';

COMMENT ON TABLE article_duplicates IS 'Wire copies and updates: articles that say what an earlier one says. They don''t count as reports.';
COMMENT ON COLUMN article_duplicates."article_id" IS 'The copy.';
COMMENT ON COLUMN article_duplicates."duplicate_of" IS 'The earliest article of the group.';
COMMENT ON COLUMN article_duplicates."matched_article_id" IS 'The article of the group that it is most like.';
COMMENT ON COLUMN article_duplicates."similarity" IS 'Shared word runs as a share of all of both, 0 to 1.';
COMMENT ON COLUMN article_duplicates."containment" IS 'Shared word runs as a share of those of the shorter text, 0 to 1.';
COMMENT ON COLUMN article_duplicates."reason" IS 'Why the two are taken for one, in words.';

COMMENT ON TABLE stg_canonical_articles IS 'Working table: articles whose mentions are grouped.';
COMMENT ON COLUMN stg_canonical_articles."article_id" IS 'Article.';
COMMENT ON COLUMN stg_canonical_articles."loaded_at" IS 'When the version that was grouped was loaded, UTC.';
COMMENT ON COLUMN stg_canonical_articles."run_id" IS 'Run that grouped it.';

COMMENT ON TABLE stg_event_keys IS 'Working table: the blocks in which a mention looks for others of its event.';
COMMENT ON COLUMN stg_event_keys."mention_id" IS 'Mention.';
COMMENT ON COLUMN stg_event_keys."article_id" IS 'Article of the mention.';
COMMENT ON COLUMN stg_event_keys."block" IS 'Hash of type, participants and window of days.';
COMMENT ON COLUMN stg_event_keys."is_one_sided" IS 'Whether the mention names a single participant.';
COMMENT ON COLUMN stg_event_keys."is_single" IS 'Whether the block is for a single participant.';
COMMENT ON COLUMN stg_event_keys."first_day" IS 'First day on which the event may have been.';
COMMENT ON COLUMN stg_event_keys."last_day" IS 'Last such day.';

COMMENT ON TABLE stg_event_pairs IS 'Working table: mentions taken for one happening when compared.';
COMMENT ON COLUMN stg_event_pairs."mention_a" IS 'The smaller id.';
COMMENT ON COLUMN stg_event_pairs."mention_b" IS 'The larger id.';
COMMENT ON COLUMN stg_event_pairs."score" IS 'From 0.6 to 1; 2 where an override forces it.';
COMMENT ON COLUMN stg_event_pairs."reason" IS 'Why, in words.';

COMMENT ON TABLE stg_applied_overrides IS 'Working table: overrides already in force.';
COMMENT ON COLUMN stg_applied_overrides."action" IS 'force or split.';
COMMENT ON COLUMN stg_applied_overrides."mention_a" IS 'One mention.';
COMMENT ON COLUMN stg_applied_overrides."mention_b" IS 'The other mention.';

COMMENT ON TABLE event_overrides IS 'Corrections by hand of which mentions are one event; in force from the next run on.';
COMMENT ON COLUMN event_overrides."action" IS 'force puts the two mentions into one event, split keeps them apart.';
COMMENT ON COLUMN event_overrides."mention_a" IS 'One mention (event_mentions.event_id).';
COMMENT ON COLUMN event_overrides."mention_b" IS 'The other mention.';
COMMENT ON COLUMN event_overrides."author" IS 'Who decided it.';
COMMENT ON COLUMN event_overrides."reason" IS 'Why.';
COMMENT ON COLUMN event_overrides."created_at" IS 'When it was entered, UTC.';

COMMENT ON TABLE event_links IS 'Which mention belongs to which event, and why.';
COMMENT ON COLUMN event_links."mention_id" IS 'The mention (event_mentions.event_id).';
COMMENT ON COLUMN event_links."event_id" IS 'Its event (events.event_id).';
COMMENT ON COLUMN event_links."article_id" IS 'Article of the mention.';
COMMENT ON COLUMN event_links."group_id" IS 'Smallest mention of all that hang together by links, before they were told apart.';
COMMENT ON COLUMN event_links."linked_mention" IS 'The mention of the event that it is most like; null for an only mention.';
COMMENT ON COLUMN event_links."score" IS 'Strength of that link, 0.6 to 1.';
COMMENT ON COLUMN event_links."reason" IS 'What the two have in common, in words.';

COMMENT ON TABLE events IS 'One row per happening, whoever reported it and however often.';
COMMENT ON COLUMN events."event_id" IS 'Hash of the first mention: changes only when an earlier mention comes in.';
COMMENT ON COLUMN events."event_type" IS 'PLOVER event type.';
COMMENT ON COLUMN events."mode" IS 'PLOVER mode, from the fullest mention that has one.';
COMMENT ON COLUMN events."quad_class" IS 'Verbal or material cooperation or conflict.';
COMMENT ON COLUMN events."score" IS 'Goldstein-like score of type and mode.';
COMMENT ON COLUMN events."cameo_root" IS 'CAMEO root code of the type.';
COMMENT ON COLUMN events."status" IS 'Status now: that of the latest article by publication date.';
COMMENT ON COLUMN events."status_date" IS 'Publication date of that article.';
COMMENT ON COLUMN events."date_start" IS 'First day of the stated date, from the most exact one; null where open or unknown.';
COMMENT ON COLUMN events."date_end" IS 'Last day of it.';
COMMENT ON COLUMN events."date_precision" IS 'day, week, month, quarter, half, year, interval or open.';
COMMENT ON COLUMN events."event_date" IS 'Day to count by: the stated day where it is known to the month and not after the report of what happened, else the first publication.';
COMMENT ON COLUMN events."actor_codes" IS 'Codes of all actors named, sorted.';
COMMENT ON COLUMN events."actor_names" IS 'Names of all actors, sorted.';
COMMENT ON COLUMN events."recipient_codes" IS 'Codes of all recipients named, sorted.';
COMMENT ON COLUMN events."recipient_names" IS 'Names of all recipients, sorted.';
COMMENT ON COLUMN events."place_name" IS 'Where it happened, from the fullest mention that says so.';
COMMENT ON COLUMN events."country" IS 'Country of the place, ISO 3166-1 alpha-3.';
COMMENT ON COLUMN events."lat" IS 'Latitude, WGS 84 degrees.';
COMMENT ON COLUMN events."lon" IS 'Longitude, WGS 84 degrees.';
COMMENT ON COLUMN events."place_precision" IS 'site, city, admin1, country or region.';
COMMENT ON COLUMN events."contexts" IS 'All PLOVER contexts, sorted.';
COMMENT ON COLUMN events."instrument" IS 'The named agreement, plan, law or operation.';
COMMENT ON COLUMN events."mention_count" IS 'Mentions in all articles.';
COMMENT ON COLUMN events."article_count" IS 'Articles that mention it.';
COMMENT ON COLUMN events."report_count" IS 'The same with the copies of an article counted once.';
COMMENT ON COLUMN events."publisher_count" IS 'Publishers that reported it.';
COMMENT ON COLUMN events."first_seen" IS 'First publication.';
COMMENT ON COLUMN events."last_seen" IS 'Last publication.';
COMMENT ON COLUMN events."confidence" IS 'The highest of its mentions, 0 to 1.';
COMMENT ON COLUMN events."best_mention_id" IS 'The mention that says most of it.';
COMMENT ON COLUMN events."best_article_id" IS 'The article of that mention.';
COMMENT ON COLUMN events."sentence" IS 'The sentence of that mention.';

COMMENT ON TABLE stg_promises IS 'Working table: promises as read from mentions.';
COMMENT ON COLUMN stg_promises."mention_id" IS 'Mention with the promise.';
COMMENT ON COLUMN stg_promises."article_id" IS 'Article of the mention.';
COMMENT ON COLUMN stg_promises."act_type" IS 'PLOVER type of the promised act.';
COMMENT ON COLUMN stg_promises."act_text" IS 'The words for the act.';
COMMENT ON COLUMN stg_promises."act_mention" IS 'Mention of the act in the same sentence, if it is one.';
COMMENT ON COLUMN stg_promises."due_start" IS 'First day on which it is due.';
COMMENT ON COLUMN stg_promises."due_end" IS 'Last day on which it is due.';
COMMENT ON COLUMN stg_promises."due_text" IS 'The words for that time.';
COMMENT ON COLUMN stg_promises."reason" IS 'What makes it a promise, in words.';

COMMENT ON TABLE stg_outcomes IS 'Working table: events that keep or withdraw a promise.';
COMMENT ON COLUMN stg_outcomes."promise_event_id" IS 'Event with the promise.';
COMMENT ON COLUMN stg_outcomes."event_id" IS 'Event that ends it.';
COMMENT ON COLUMN stg_outcomes."outcome" IS 'kept or withdrawn.';
COMMENT ON COLUMN stg_outcomes."score" IS 'Strength of the match, 0.6 to 1.';
COMMENT ON COLUMN stg_outcomes."reason" IS 'What the two have in common, in words.';

COMMENT ON TABLE commitments IS 'What actors announced, promised or agreed to do, and what became of it, as known on the day as_of.';
COMMENT ON COLUMN commitments."commitment_id" IS 'Hash of the event with the promise.';
COMMENT ON COLUMN commitments."event_id" IS 'The event with the promise (events.event_id).';
COMMENT ON COLUMN commitments."who_codes" IS 'Codes of those who promised.';
COMMENT ON COLUMN commitments."who_names" IS 'Their names.';
COMMENT ON COLUMN commitments."towards_codes" IS 'Codes of those to whom.';
COMMENT ON COLUMN commitments."towards_names" IS 'Their names.';
COMMENT ON COLUMN commitments."act_type" IS 'PLOVER type of the promised act.';
COMMENT ON COLUMN commitments."act_text" IS 'The words for the act.';
COMMENT ON COLUMN commitments."announced_date" IS 'Publication date of the promise.';
COMMENT ON COLUMN commitments."due_start" IS 'First day of the promised time; null where none is stated.';
COMMENT ON COLUMN commitments."due_end" IS 'Last day of the promised time.';
COMMENT ON COLUMN commitments."due_text" IS 'The words for that time.';
COMMENT ON COLUMN commitments."sentence" IS 'The sentence with the promise.';
COMMENT ON COLUMN commitments."mention_id" IS 'Mention with the promise (event_mentions.event_id).';
COMMENT ON COLUMN commitments."article_id" IS 'Article with the promise.';
COMMENT ON COLUMN commitments."state" IS 'open, kept, withdrawn, or overdue when its time is over and no article tells of it.';
COMMENT ON COLUMN commitments."state_date" IS 'Since when: announced, kept or withdrawn on that day, or overdue from it.';
COMMENT ON COLUMN commitments."outcome_event_id" IS 'The event that kept it or called it off.';
COMMENT ON COLUMN commitments."reason" IS 'What makes it a promise, and what ended it, in words.';
COMMENT ON COLUMN commitments."as_of" IS 'Day for which the states hold.';

COMMENT ON VIEW stg_mention_features IS 'What is compared of each mention to find those of one happening.';
COMMENT ON COLUMN stg_mention_features."mention_id" IS 'Mention (event_mentions.event_id).';
COMMENT ON COLUMN stg_mention_features."article_id" IS 'Article.';
COMMENT ON COLUMN stg_mention_features."event_type" IS 'PLOVER event type.';
COMMENT ON COLUMN stg_mention_features."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN stg_mention_features."status" IS 'Status of the mention.';
COMMENT ON COLUMN stg_mention_features."actor_keys" IS 'Codes of the actors, or names where they have none, sorted.';
COMMENT ON COLUMN stg_mention_features."recipient_keys" IS 'The same of the recipients.';
COMMENT ON COLUMN stg_mention_features."published_date" IS 'Publication date of the article.';
COMMENT ON COLUMN stg_mention_features."day_kind" IS 'How the day is known: stated as day, span, long or open, assumed from the publication, or none.';
COMMENT ON COLUMN stg_mention_features."first_day" IS 'First day on which it may have been.';
COMMENT ON COLUMN stg_mention_features."last_day" IS 'Last such day.';
COMMENT ON COLUMN stg_mention_features."place_name" IS 'Name of the place.';
COMMENT ON COLUMN stg_mention_features."place_country" IS 'Country of the place.';
COMMENT ON COLUMN stg_mention_features."is_place_exact" IS 'Whether the place is a town or a site.';
COMMENT ON COLUMN stg_mention_features."trigger" IS 'The words for the act, in lower case.';
COMMENT ON COLUMN stg_mention_features."sentence" IS 'The sentence.';
COMMENT ON COLUMN stg_mention_features."participant_texts" IS 'The words for the participants, and their names.';
COMMENT ON COLUMN stg_mention_features."instrument" IS 'Name of the instrument, in lower case.';
COMMENT ON COLUMN stg_mention_features."quantities" IS 'Value and unit of each quantity.';
COMMENT ON COLUMN stg_mention_features."same_as" IS 'Earlier mention of the same event in the article.';
