-- What is compared of each mention is kept, so that a night reads no more of the old mentions than it needs.

DROP VIEW stg_mention_features;

CREATE TABLE stg_mentions (
    mention_id     VARCHAR   NOT NULL,
    article_id     VARCHAR   NOT NULL,
    event_type     VARCHAR   NOT NULL,
    mode           VARCHAR,
    status         VARCHAR   NOT NULL,
    actor_keys     VARCHAR[] NOT NULL,
    recipient_keys VARCHAR[] NOT NULL,
    published_date DATE,
    day_kind       VARCHAR   NOT NULL,
    first_day      DATE,
    last_day       DATE,
    place_name     VARCHAR,
    place_country  VARCHAR,
    is_place_exact BOOLEAN   NOT NULL,
    "trigger"      VARCHAR   NOT NULL,
    words          VARCHAR[] NOT NULL,
    wording        UBIGINT   NOT NULL,
    instrument     VARCHAR,
    quantities     VARCHAR[] NOT NULL,
    same_as        VARCHAR
);

-- All articles are grouped again by the next run, which fills these tables; the ids of events stay what they were.
DELETE FROM stg_canonical_articles;
DELETE FROM stg_event_keys;
DELETE FROM stg_event_pairs;
DELETE FROM event_links;
DELETE FROM events;

CREATE TABLE actors (
    actor_id        VARCHAR   NOT NULL,
    "name"          VARCHAR   NOT NULL,
    "names"         VARCHAR[] NOT NULL,
    code            VARCHAR,
    sectors         VARCHAR[] NOT NULL,
    mention_count   BIGINT    NOT NULL,
    actor_count     BIGINT    NOT NULL,
    recipient_count BIGINT    NOT NULL,
    speaker_count   BIGINT    NOT NULL,
    article_count   BIGINT    NOT NULL,
    first_seen      DATE,
    last_seen       DATE
);

CREATE TABLE places (
    place_id      VARCHAR NOT NULL,
    "name"        VARCHAR NOT NULL,
    country       VARCHAR,
    admin1        VARCHAR,
    lat           DOUBLE,
    lon           DOUBLE,
    "precision"   VARCHAR,
    geonameid     INTEGER,
    mention_count BIGINT  NOT NULL,
    article_count BIGINT  NOT NULL,
    first_seen    DATE,
    last_seen     DATE
);

CREATE TABLE instruments (
    instrument_id VARCHAR   NOT NULL,
    "name"        VARCHAR   NOT NULL,
    acronym       VARCHAR,
    parties       VARCHAR[] NOT NULL,
    event_types   VARCHAR[] NOT NULL,
    mention_count BIGINT    NOT NULL,
    article_count BIGINT    NOT NULL,
    first_seen    DATE,
    last_seen     DATE
);

CREATE TABLE quantities (
    event_id      VARCHAR NOT NULL,
    "value"       DOUBLE  NOT NULL,
    unit          VARCHAR,
    currency      VARCHAR,
    what          VARCHAR,
    magnitude     INTEGER,
    "text"        VARCHAR NOT NULL,
    mention_count BIGINT  NOT NULL,
    article_count BIGINT  NOT NULL,
    mention_id    VARCHAR NOT NULL
);

CREATE TABLE stg_article_actors (
    article_id      VARCHAR   NOT NULL,
    actor_id        VARCHAR   NOT NULL,
    "name"          VARCHAR   NOT NULL,
    code            VARCHAR,
    sectors         VARCHAR[] NOT NULL,
    mention_count   BIGINT    NOT NULL,
    actor_count     BIGINT    NOT NULL,
    recipient_count BIGINT    NOT NULL,
    speaker_count   BIGINT    NOT NULL,
    published_date  DATE
);

CREATE TABLE stg_article_places (
    article_id     VARCHAR NOT NULL,
    place_id       VARCHAR NOT NULL,
    "name"         VARCHAR NOT NULL,
    country        VARCHAR,
    admin1         VARCHAR,
    lat            DOUBLE,
    lon            DOUBLE,
    "precision"    VARCHAR,
    geonameid      INTEGER,
    mention_count  BIGINT  NOT NULL,
    published_date DATE
);

CREATE TABLE stg_article_instruments (
    article_id     VARCHAR   NOT NULL,
    instrument_id  VARCHAR   NOT NULL,
    "name"         VARCHAR   NOT NULL,
    acronym        VARCHAR,
    parties        VARCHAR[] NOT NULL,
    event_types    VARCHAR[] NOT NULL,
    mention_count  BIGINT    NOT NULL,
    published_date DATE
);

DROP TABLE stg_promises;

CREATE TABLE stg_promises (
    mention_id     VARCHAR   NOT NULL,
    article_id     VARCHAR   NOT NULL,
    act_type       VARCHAR   NOT NULL,
    act_text       VARCHAR   NOT NULL,
    act_mention    VARCHAR,
    due_start      DATE,
    due_end        DATE,
    due_text       VARCHAR,
    reason         VARCHAR   NOT NULL,
    announced_date DATE,
    who_codes      VARCHAR[] NOT NULL,
    who_names      VARCHAR[] NOT NULL,
    towards_codes  VARCHAR[] NOT NULL,
    towards_names  VARCHAR[] NOT NULL,
    place_name     VARCHAR,
    sentence       VARCHAR   NOT NULL
);

DROP VIEW operations;

CREATE VIEW operations AS
SELECT
    events.event_id,
    events.event_date AS "date",
    events.mode,
    events.status,
    events.country,
    events.place_name AS place,
    events.actor_names AS actors,
    events.recipient_names AS recipients,
    events.instrument AS operation,
    quantities."value",
    quantities.unit,
    quantities.currency,
    quantities.what,
    events.report_count,
    events.sentence
FROM events
LEFT JOIN quantities ON events.event_id = quantities.event_id
WHERE events.event_type = 'COERCE';

DROP VIEW agreements;

CREATE VIEW agreements AS
SELECT
    instruments."name" AS instrument,
    instruments.acronym,
    list_sort(list_distinct(flatten(list(list_concat(events.actor_codes, events.recipient_codes))))) AS parties,
    list_sort(list_distinct(list(events.event_type))) AS acts,
    count(*) AS event_count,
    sum(events.report_count) AS report_count,
    min(coalesce(events.event_date, events.first_seen)) AS first_day,
    max(coalesce(events.event_date, events.first_seen)) AS last_day,
    last(events.status ORDER BY events.status_date NULLS FIRST, events.event_id) AS status,
    last(events.sentence ORDER BY events.status_date NULLS FIRST, events.event_id) AS latest_sentence
FROM events
INNER JOIN instruments ON lower(events.instrument) = instruments.instrument_id
GROUP BY ALL;

COMMENT ON TABLE actors IS 'One row per actor that any article names as acting, acted on or speaking.';
COMMENT ON COLUMN actors."actor_id" IS 'Stable id, as in event_participants; where the lists don''t know the actor, its name in lower case.';
COMMENT ON COLUMN actors."name" IS 'The name that most mentions give it.';
COMMENT ON COLUMN actors."names" IS 'Its names, the most frequent first, ten at most.';
COMMENT ON COLUMN actors."code" IS 'ISO 3166-1 alpha-3, or an international code.';
COMMENT ON COLUMN actors."sectors" IS 'All sectors that it was met in, sorted.';
COMMENT ON COLUMN actors."mention_count" IS 'Event mentions that it has a part in, by name.';
COMMENT ON COLUMN actors."actor_count" IS 'Those in which it acts.';
COMMENT ON COLUMN actors."recipient_count" IS 'Those in which it is acted on.';
COMMENT ON COLUMN actors."speaker_count" IS 'Those that it tells of.';
COMMENT ON COLUMN actors."article_count" IS 'Articles that name it.';
COMMENT ON COLUMN actors."first_seen" IS 'First publication.';
COMMENT ON COLUMN actors."last_seen" IS 'Last publication.';

COMMENT ON TABLE places IS 'One row per place of an event.';
COMMENT ON COLUMN places."place_id" IS 'GeoNames id of a town, code of a country, or country, precision and name.';
COMMENT ON COLUMN places."name" IS 'Its name; for countries the English one.';
COMMENT ON COLUMN places."country" IS 'ISO 3166-1 alpha-3 code.';
COMMENT ON COLUMN places."admin1" IS 'First-level region.';
COMMENT ON COLUMN places."lat" IS 'Latitude, WGS 84 degrees.';
COMMENT ON COLUMN places."lon" IS 'Longitude, WGS 84 degrees.';
COMMENT ON COLUMN places."precision" IS 'site, city, admin1, country or region.';
COMMENT ON COLUMN places."geonameid" IS 'Id of GeoNames.';
COMMENT ON COLUMN places."mention_count" IS 'Event mentions there.';
COMMENT ON COLUMN places."article_count" IS 'Articles with such a mention.';
COMMENT ON COLUMN places."first_seen" IS 'First publication.';
COMMENT ON COLUMN places."last_seen" IS 'Last publication.';

COMMENT ON TABLE instruments IS 'One row per named agreement, plan, law or operation.';
COMMENT ON COLUMN instruments."instrument_id" IS 'Its name in lower case.';
COMMENT ON COLUMN instruments."name" IS 'Its name.';
COMMENT ON COLUMN instruments."acronym" IS 'Its acronym, where an article gives one.';
COMMENT ON COLUMN instruments."parties" IS 'Codes of all who act or are acted on in events that name it, sorted.';
COMMENT ON COLUMN instruments."event_types" IS 'Types of these events, sorted.';
COMMENT ON COLUMN instruments."mention_count" IS 'Event mentions that name it.';
COMMENT ON COLUMN instruments."article_count" IS 'Articles with such a mention.';
COMMENT ON COLUMN instruments."first_seen" IS 'First publication.';
COMMENT ON COLUMN instruments."last_seen" IS 'Last publication.';

COMMENT ON TABLE quantities IS 'One row per event and amount of money or number of things, however many mentions give it.';
COMMENT ON COLUMN quantities."event_id" IS 'The event (events.event_id).';
COMMENT ON COLUMN quantities."value" IS 'The number.';
COMMENT ON COLUMN quantities."unit" IS 'Unit, where one is stated.';
COMMENT ON COLUMN quantities."currency" IS 'ISO 4217 code, for money.';
COMMENT ON COLUMN quantities."what" IS 'What is counted.';
COMMENT ON COLUMN quantities."magnitude" IS 'Power of ten of the value: 6 for millions; null for 0.';
COMMENT ON COLUMN quantities."text" IS 'Words of the article, from the first mention by id.';
COMMENT ON COLUMN quantities."mention_count" IS 'Mentions that give it.';
COMMENT ON COLUMN quantities."article_count" IS 'Articles with such a mention.';
COMMENT ON COLUMN quantities."mention_id" IS 'That mention (event_mentions.event_id).';

COMMENT ON TABLE stg_article_actors IS 'Working table: what each article says of each actor, name by name.';
COMMENT ON COLUMN stg_article_actors."article_id" IS 'Article.';
COMMENT ON COLUMN stg_article_actors."actor_id" IS 'Actor, as in actors.';
COMMENT ON COLUMN stg_article_actors."name" IS 'Name in this article.';
COMMENT ON COLUMN stg_article_actors."code" IS 'Code of the actor.';
COMMENT ON COLUMN stg_article_actors."sectors" IS 'Sectors in this article.';
COMMENT ON COLUMN stg_article_actors."mention_count" IS 'Event mentions that it has a part in.';
COMMENT ON COLUMN stg_article_actors."actor_count" IS 'Those in which it acts.';
COMMENT ON COLUMN stg_article_actors."recipient_count" IS 'Those in which it is acted on.';
COMMENT ON COLUMN stg_article_actors."speaker_count" IS 'Those that it tells of.';
COMMENT ON COLUMN stg_article_actors."published_date" IS 'Publication date of the article.';

COMMENT ON TABLE stg_article_places IS 'Working table: what each article says of each place.';
COMMENT ON COLUMN stg_article_places."article_id" IS 'Article.';
COMMENT ON COLUMN stg_article_places."place_id" IS 'Place, as in places.';
COMMENT ON COLUMN stg_article_places."name" IS 'Name in this article.';
COMMENT ON COLUMN stg_article_places."country" IS 'Country.';
COMMENT ON COLUMN stg_article_places."admin1" IS 'First-level region.';
COMMENT ON COLUMN stg_article_places."lat" IS 'Latitude.';
COMMENT ON COLUMN stg_article_places."lon" IS 'Longitude.';
COMMENT ON COLUMN stg_article_places."precision" IS 'How exact the place is.';
COMMENT ON COLUMN stg_article_places."geonameid" IS 'Id of GeoNames.';
COMMENT ON COLUMN stg_article_places."mention_count" IS 'Event mentions there.';
COMMENT ON COLUMN stg_article_places."published_date" IS 'Publication date of the article.';

COMMENT ON TABLE stg_article_instruments IS 'Working table: what each article says of each instrument.';
COMMENT ON COLUMN stg_article_instruments."article_id" IS 'Article.';
COMMENT ON COLUMN stg_article_instruments."instrument_id" IS 'Instrument, as in instruments.';
COMMENT ON COLUMN stg_article_instruments."name" IS 'Name in this article.';
COMMENT ON COLUMN stg_article_instruments."acronym" IS 'Acronym in this article.';
COMMENT ON COLUMN stg_article_instruments."parties" IS 'Codes of the sides of its events.';
COMMENT ON COLUMN stg_article_instruments."event_types" IS 'Types of its events.';
COMMENT ON COLUMN stg_article_instruments."mention_count" IS 'Event mentions that name it.';
COMMENT ON COLUMN stg_article_instruments."published_date" IS 'Publication date of the article.';

COMMENT ON TABLE stg_mentions IS 'Working table: what is compared of each mention to find those of one happening.';
COMMENT ON COLUMN stg_mentions."mention_id" IS 'Mention (event_mentions.event_id).';
COMMENT ON COLUMN stg_mentions."article_id" IS 'Article.';
COMMENT ON COLUMN stg_mentions."event_type" IS 'PLOVER event type.';
COMMENT ON COLUMN stg_mentions."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN stg_mentions."status" IS 'Status of the mention.';
COMMENT ON COLUMN stg_mentions."actor_keys" IS 'Codes of the actors, or names where they have none, sorted.';
COMMENT ON COLUMN stg_mentions."recipient_keys" IS 'The same of the recipients.';
COMMENT ON COLUMN stg_mentions."published_date" IS 'Publication date of the article.';
COMMENT ON COLUMN stg_mentions."day_kind" IS 'How the day is known: stated as day, span, long or open, assumed from the publication, or none.';
COMMENT ON COLUMN stg_mentions."first_day" IS 'First day on which it may have been.';
COMMENT ON COLUMN stg_mentions."last_day" IS 'Last such day.';
COMMENT ON COLUMN stg_mentions."place_name" IS 'Name of the place.';
COMMENT ON COLUMN stg_mentions."place_country" IS 'Country of the place.';
COMMENT ON COLUMN stg_mentions."is_place_exact" IS 'Whether the place is a town or a site.';
COMMENT ON COLUMN stg_mentions."trigger" IS 'Stems of the words for the act.';
COMMENT ON COLUMN stg_mentions."words" IS 'Stems of the words of the sentence that carry content, sorted; without the act, the participants and the place.';
COMMENT ON COLUMN stg_mentions."wording" IS 'Hash of sentence and act.';
COMMENT ON COLUMN stg_mentions."instrument" IS 'Name of the instrument, in lower case.';
COMMENT ON COLUMN stg_mentions."quantities" IS 'Value and unit of each quantity.';
COMMENT ON COLUMN stg_mentions."same_as" IS 'Earlier mention of the same event in the article.';

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
COMMENT ON COLUMN stg_promises."announced_date" IS 'Publication date of the promise.';
COMMENT ON COLUMN stg_promises."who_codes" IS 'Codes of those who promised.';
COMMENT ON COLUMN stg_promises."who_names" IS 'Their names.';
COMMENT ON COLUMN stg_promises."towards_codes" IS 'Codes of those to whom.';
COMMENT ON COLUMN stg_promises."towards_names" IS 'Their names.';
COMMENT ON COLUMN stg_promises."place_name" IS 'Where the act is to be.';
COMMENT ON COLUMN stg_promises."sentence" IS 'The sentence with the promise.';

COMMENT ON VIEW agreements IS 'Named agreements, plans, laws and operations, with who took part.';
COMMENT ON COLUMN agreements."instrument" IS 'Name.';
COMMENT ON COLUMN agreements."acronym" IS 'Acronym, where an article gives one.';
COMMENT ON COLUMN agreements."parties" IS 'Codes of all who acted or were acted on, sorted.';
COMMENT ON COLUMN agreements."acts" IS 'Event types, sorted.';
COMMENT ON COLUMN agreements."event_count" IS 'Events that name it.';
COMMENT ON COLUMN agreements."report_count" IS 'Reports of them, copies counted once.';
COMMENT ON COLUMN agreements."first_day" IS 'First event.';
COMMENT ON COLUMN agreements."last_day" IS 'Last event.';
COMMENT ON COLUMN agreements."status" IS 'Status of the latest event.';
COMMENT ON COLUMN agreements."latest_sentence" IS 'Sentence of the latest event.';

COMMENT ON VIEW operations IS 'Arrests, seizures and other coercion, one row per event and quantity.';
COMMENT ON COLUMN operations."event_id" IS 'Event.';
COMMENT ON COLUMN operations."date" IS 'Day, as in events.event_date.';
COMMENT ON COLUMN operations."mode" IS 'arrest, seize, deport, ...';
COMMENT ON COLUMN operations."status" IS 'Status now.';
COMMENT ON COLUMN operations."country" IS 'Country of the place.';
COMMENT ON COLUMN operations."place" IS 'Where.';
COMMENT ON COLUMN operations."actors" IS 'Who acts.';
COMMENT ON COLUMN operations."recipients" IS 'Against whom.';
COMMENT ON COLUMN operations."operation" IS 'Name of the operation.';
COMMENT ON COLUMN operations."value" IS 'Amount; null where none is stated.';
COMMENT ON COLUMN operations."unit" IS 'Unit of the amount.';
COMMENT ON COLUMN operations."currency" IS 'ISO 4217 code of money.';
COMMENT ON COLUMN operations."what" IS 'What is counted.';
COMMENT ON COLUMN operations."report_count" IS 'Reports, copies counted once.';
COMMENT ON COLUMN operations."sentence" IS 'What was said.';
