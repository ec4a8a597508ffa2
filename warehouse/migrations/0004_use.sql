-- Views for use, over canonical events: one happening counts once, however often it was reported.
-- What was planned, denied or only background does not count as having happened.

CREATE VIEW dyads_monthly AS
WITH happened AS (
    SELECT *
    FROM events
    WHERE status IN ('occurred', 'ongoing') AND event_date IS NOT NULL
),

directed AS (
    SELECT *, unnest(recipient_codes) AS recipient
    FROM (SELECT *, unnest(actor_codes) AS actor FROM happened)
),

members AS (
    SELECT *, list_sort(list_distinct(list_concat(actor_codes, recipient_codes))) AS codes
    FROM happened
),

undirected AS (
    SELECT *
    FROM (SELECT *, unnest(codes) AS recipient FROM (SELECT *, unnest(codes) AS actor FROM members))
    WHERE actor < recipient
),

dyads AS (
    SELECT true AS is_directed, actor, recipient, event_date, quad_class, score, report_count
    FROM directed
    UNION ALL
    SELECT false, actor, recipient, event_date, quad_class, score, report_count
    FROM undirected
)

SELECT
    CAST(date_trunc('month', event_date) AS DATE) AS "month",
    is_directed,
    actor,
    recipient,
    count(*) AS event_count,
    sum(report_count) AS report_count,
    count(*) FILTER (quad_class = 'verbal cooperation') AS verbal_cooperation,
    count(*) FILTER (quad_class = 'material cooperation') AS material_cooperation,
    count(*) FILTER (quad_class = 'verbal conflict') AS verbal_conflict,
    count(*) FILTER (quad_class = 'material conflict') AS material_conflict,
    round(avg(score), 2) AS mean_score
FROM dyads
GROUP BY ALL;

CREATE VIEW country_daily AS
WITH involved AS (
    SELECT event_id, event_date, quad_class, score, unnest(actor_codes) AS code, 'actor' AS part
    FROM events
    WHERE status IN ('occurred', 'ongoing') AND event_date IS NOT NULL
    UNION ALL
    SELECT event_id, event_date, quad_class, score, unnest(recipient_codes), 'recipient'
    FROM events
    WHERE status IN ('occurred', 'ongoing') AND event_date IS NOT NULL
    UNION ALL
    SELECT event_id, event_date, quad_class, score, country, 'place'
    FROM events
    WHERE status IN ('occurred', 'ongoing') AND event_date IS NOT NULL AND country IS NOT NULL
)

SELECT
    involved.event_date AS "day",
    involved.code AS country,
    countries."name" AS country_name,
    count(DISTINCT involved.event_id) AS event_count,
    count(DISTINCT involved.event_id) FILTER (involved.part = 'actor') AS as_actor,
    count(DISTINCT involved.event_id) FILTER (involved.part = 'recipient') AS as_recipient,
    count(DISTINCT involved.event_id) FILTER (involved.part = 'place') AS as_place,
    count(DISTINCT involved.event_id) FILTER (involved.quad_class = 'verbal cooperation') AS verbal_cooperation,
    count(DISTINCT involved.event_id) FILTER (involved.quad_class = 'material cooperation') AS material_cooperation,
    count(DISTINCT involved.event_id) FILTER (involved.quad_class = 'verbal conflict') AS verbal_conflict,
    count(DISTINCT involved.event_id) FILTER (involved.quad_class = 'material conflict') AS material_conflict
FROM involved
INNER JOIN code_countries AS countries ON involved.code = countries.code
GROUP BY ALL;

CREATE VIEW event_timeline AS
SELECT
    links.event_id,
    articles.published_date AS published,
    articles.publisher,
    mentions.status,
    mentions.event_type AS "type",
    mentions.mode,
    (mentions.sentence)."text" AS sentence,
    copies.article_id IS NOT NULL AS is_copy,
    links.score AS link_score,
    links.reason AS link_reason,
    links.mention_id,
    links.article_id
FROM event_links AS links
INNER JOIN event_mentions AS mentions ON links.mention_id = mentions.event_id
INNER JOIN articles ON links.article_id = articles.article_id
LEFT JOIN article_duplicates AS copies ON links.article_id = copies.article_id;

CREATE VIEW actor_activity AS
WITH parts AS (
    SELECT event_id, event_type, event_date, score, unnest(actor_codes) AS code, true AS is_actor
    FROM events
    WHERE status IN ('occurred', 'ongoing')
    UNION ALL
    SELECT event_id, event_type, event_date, score, unnest(recipient_codes), false
    FROM events
    WHERE status IN ('occurred', 'ongoing')
)

SELECT
    parts.code,
    coalesce(countries."name", bodies."name") AS "name",
    count(DISTINCT parts.event_id) AS event_count,
    count(DISTINCT parts.event_id) FILTER (parts.is_actor) AS as_actor,
    count(DISTINCT parts.event_id) FILTER (NOT parts.is_actor) AS as_recipient,
    round(avg(parts.score) FILTER (parts.is_actor), 2) AS mean_score_as_actor,
    round(avg(parts.score) FILTER (NOT parts.is_actor), 2) AS mean_score_as_recipient,
    count(DISTINCT parts.event_type) AS event_types,
    min(parts.event_date) AS first_day,
    max(parts.event_date) AS last_day
FROM parts
LEFT JOIN code_countries AS countries ON parts.code = countries.code
LEFT JOIN code_international AS bodies ON parts.code = bodies.code
GROUP BY ALL;

CREATE VIEW type_trends AS
WITH last_day AS (
    SELECT max(published_date) AS "day", min(published_date) AS first_day
    FROM articles
),

weeks AS (
    SELECT events.event_type, (last_day."day" - events.first_seen) // 7 AS weeks_ago
    FROM events
    CROSS JOIN last_day
    WHERE events.first_seen > last_day."day" - 7 * 53
),

counted AS (
    SELECT
        event_type,
        count(*) FILTER (weeks_ago = 0) AS last_week,
        round(count(*) FILTER (weeks_ago BETWEEN 1 AND 4) / 4, 2) AS weekly_mean_4,
        round(count(*) FILTER (weeks_ago BETWEEN 1 AND 52) / 52, 2) AS weekly_mean_52
    FROM weeks
    GROUP BY event_type
)

SELECT
    codes.code AS event_type,
    codes.quad_class,
    last_day."day" AS week_ending,
    coalesce(counted.last_week, 0) AS last_week,
    coalesce(counted.weekly_mean_4, 0) AS weekly_mean_4,
    coalesce(counted.weekly_mean_52, 0) AS weekly_mean_52,
    round(counted.last_week / nullif(counted.weekly_mean_4, 0), 2) AS against_4_weeks,
    round(counted.last_week / nullif(counted.weekly_mean_52, 0), 2) AS against_52_weeks,
    coalesce(
        last_day."day" - last_day.first_day >= 35
        AND counted.last_week >= 3
        AND counted.last_week > greatest(counted.weekly_mean_4, counted.weekly_mean_52) * 1.5
        AND counted.last_week > counted.weekly_mean_52 + 2 * sqrt(counted.weekly_mean_52),
        false
    ) AS is_emerging
FROM code_event_types AS codes
CROSS JOIN last_day
LEFT JOIN counted ON codes.code = counted.event_type;

CREATE VIEW agreements AS
SELECT
    instrument,
    list_sort(list_distinct(flatten(list(list_concat(actor_codes, recipient_codes))))) AS parties,
    list_sort(list_distinct(list(event_type))) AS acts,
    count(*) AS event_count,
    sum(report_count) AS report_count,
    min(coalesce(event_date, first_seen)) AS first_day,
    max(coalesce(event_date, first_seen)) AS last_day,
    last(status ORDER BY status_date NULLS FIRST, event_id) AS status,
    last(sentence ORDER BY status_date NULLS FIRST, event_id) AS latest_sentence
FROM events
WHERE instrument IS NOT NULL
GROUP BY instrument;

CREATE VIEW operations AS
WITH listed AS (
    SELECT links.event_id, unnest(mentions.quantities) AS quantity
    FROM event_links AS links
    INNER JOIN event_mentions AS mentions ON links.mention_id = mentions.event_id
    WHERE mentions.event_type = 'COERCE'
),

measured AS (
    SELECT DISTINCT event_id, quantity."value" AS "value", quantity.unit AS unit, quantity.currency AS currency, quantity.what AS what
    FROM listed
)

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
    measured."value",
    measured.unit,
    measured.currency,
    measured.what,
    events.report_count,
    events.sentence
FROM events
LEFT JOIN measured ON events.event_id = measured.event_id
WHERE events.event_type = 'COERCE';

CREATE VIEW statements AS
SELECT
    coalesce(mentions.speaker."name", mentions.speaker."text") AS speaker,
    mentions.speaker.code AS speaker_code,
    mentions.event_type AS "type",
    mentions.mode,
    mentions.status,
    list_transform(mentions.actors, lambda p: coalesce(p."name", p."text")) AS actors,
    list_transform(mentions.recipients, lambda p: coalesce(p."name", p."text")) AS recipients,
    (mentions.sentence)."text" AS sentence,
    articles.published_date AS published,
    articles.publisher,
    links.event_id,
    links.mention_id,
    links.article_id
FROM event_mentions AS mentions
INNER JOIN event_links AS links ON mentions.event_id = links.mention_id
INNER JOIN articles ON mentions.article_id = articles.article_id
WHERE mentions.speaker IS NOT NULL;

CREATE VIEW latest AS
WITH last_run AS (
    SELECT last(run_id ORDER BY started_at, run_id) AS run_id
    FROM runs
),

told AS (
    SELECT links.event_id, count(*) AS new_mentions
    FROM event_links AS links
    INNER JOIN event_mentions AS mentions ON links.mention_id = mentions.event_id
    INNER JOIN last_run ON mentions.run_id = last_run.run_id
    GROUP BY links.event_id
)

SELECT
    events.event_id,
    events.event_date AS "date",
    events.event_type AS "type",
    events.mode,
    events.status,
    events.actor_names AS actors,
    events.recipient_names AS recipients,
    events.place_name AS place,
    told.new_mentions,
    told.new_mentions = events.mention_count AS is_new,
    events.report_count,
    events.score,
    events.sentence
FROM events
INNER JOIN told ON events.event_id = told.event_id;

CREATE VIEW events_cameo AS
WITH sided AS (
    SELECT
        *,
        unnest(CASE WHEN len(recipient_codes) > 0 THEN recipient_codes ELSE [NULL] END) AS recipient
    FROM (SELECT *, unnest(CASE WHEN len(actor_codes) > 0 THEN actor_codes ELSE [NULL] END) AS actor FROM events)
),

names AS (
    SELECT code, "name", true AS is_state FROM code_countries
    UNION ALL
    SELECT code, "name", false FROM code_international
)

SELECT
    sided.event_id AS "GLOBALEVENTID",
    strftime(sided.event_date, '%Y%m%d') AS "SQLDATE",
    strftime(sided.event_date, '%Y%m') AS "MonthYear",
    strftime(sided.event_date, '%Y') AS "Year",
    sided.actor AS "Actor1Code",
    one."name" AS "Actor1Name",
    CASE WHEN one.is_state THEN one.code END AS "Actor1CountryCode",
    sided.recipient AS "Actor2Code",
    two."name" AS "Actor2Name",
    CASE WHEN two.is_state THEN two.code END AS "Actor2CountryCode",
    1 AS "IsRootEvent",
    sided.cameo_root AS "EventCode",
    sided.cameo_root AS "EventRootCode",
    list_position(
        ['verbal cooperation', 'material cooperation', 'verbal conflict', 'material conflict'], sided.quad_class
    ) AS "QuadClass",
    sided.score AS "GoldsteinScale",
    sided.mention_count AS "NumMentions",
    sided.publisher_count AS "NumSources",
    sided.report_count AS "NumArticles",
    sided.place_name AS "ActionGeo_FullName",
    sided.country AS "ActionGeo_CountryCode",
    sided.lat AS "ActionGeo_Lat",
    sided.lon AS "ActionGeo_Long",
    strftime(sided.first_seen, '%Y%m%d') AS "DATEADDED",
    articles.url AS "SOURCEURL",
    sided.event_type AS "PloverType",
    sided.mode AS "PloverMode",
    sided.status AS "PloverStatus"
FROM sided
INNER JOIN articles ON sided.best_article_id = articles.article_id
LEFT JOIN names AS one ON sided.actor = one.code
LEFT JOIN names AS two ON sided.recipient = two.code;

CREATE VIEW data_quality AS
SELECT 'articles without a publication date' AS measure, count(*) FILTER (published_date IS NULL) AS "count", count(*) AS total
FROM articles
UNION ALL
SELECT 'articles without an event', count(*) FILTER (article_id NOT IN (SELECT article_id FROM event_mentions)), count(*)
FROM articles
UNION ALL
SELECT 'articles that are copies', (SELECT count(*) FROM article_duplicates), count(*)
FROM articles
UNION ALL
SELECT 'files in quarantine', count(*) FILTER (status = 'quarantined'), count(*)
FROM source_files
UNION ALL
SELECT 'mentions without a date', count(*) FILTER ("date" IS NULL), count(*)
FROM event_mentions
UNION ALL
SELECT 'mentions without a place', count(*) FILTER (place IS NULL), count(*)
FROM event_mentions
UNION ALL
SELECT 'mentions without an actor', count(*) FILTER (len(actors) = 0), count(*)
FROM event_mentions
UNION ALL
SELECT 'mentions of low confidence', count(*) FILTER (confidence < 0.5), count(*)
FROM event_mentions
UNION ALL
SELECT 'participants without a code', count(*) FILTER (code IS NULL), count(*)
FROM event_participants
UNION ALL
SELECT 'events told by one report only', count(*) FILTER (report_count = 1), count(*)
FROM events
UNION ALL
SELECT 'commitments overdue', count(*) FILTER (state = 'overdue'), count(*)
FROM commitments;

COMMENT ON VIEW dyads_monthly IS 'Events between two actors by month, directed and undirected.';
COMMENT ON COLUMN dyads_monthly."month" IS 'First day of the month.';
COMMENT ON COLUMN dyads_monthly."is_directed" IS 'True for actor towards recipient; false for both together, the codes in order.';
COMMENT ON COLUMN dyads_monthly."actor" IS 'Code of the actor, or the first of the two.';
COMMENT ON COLUMN dyads_monthly."recipient" IS 'Code of the recipient, or the second of the two.';
COMMENT ON COLUMN dyads_monthly."event_count" IS 'Events that occurred or are under way.';
COMMENT ON COLUMN dyads_monthly."report_count" IS 'Reports of them, copies counted once.';
COMMENT ON COLUMN dyads_monthly."verbal_cooperation" IS 'Events of that class.';
COMMENT ON COLUMN dyads_monthly."material_cooperation" IS 'Events of that class.';
COMMENT ON COLUMN dyads_monthly."verbal_conflict" IS 'Events of that class.';
COMMENT ON COLUMN dyads_monthly."material_conflict" IS 'Events of that class.';
COMMENT ON COLUMN dyads_monthly."mean_score" IS 'Mean Goldstein-like score.';

COMMENT ON VIEW country_daily IS 'Events by day and country that acts, is acted on, or is the place.';
COMMENT ON COLUMN country_daily."day" IS 'Day of the event, as in events.event_date.';
COMMENT ON COLUMN country_daily."country" IS 'ISO 3166-1 alpha-3 code.';
COMMENT ON COLUMN country_daily."country_name" IS 'English name.';
COMMENT ON COLUMN country_daily."event_count" IS 'Events that the country has a part in.';
COMMENT ON COLUMN country_daily."as_actor" IS 'Events in which it acts.';
COMMENT ON COLUMN country_daily."as_recipient" IS 'Events in which it is acted on.';
COMMENT ON COLUMN country_daily."as_place" IS 'Events that happen in it.';
COMMENT ON COLUMN country_daily."verbal_cooperation" IS 'Events of that class.';
COMMENT ON COLUMN country_daily."material_cooperation" IS 'Events of that class.';
COMMENT ON COLUMN country_daily."verbal_conflict" IS 'Events of that class.';
COMMENT ON COLUMN country_daily."material_conflict" IS 'Events of that class.';

COMMENT ON VIEW event_timeline IS 'Every report of an event, to follow it through time.';
COMMENT ON COLUMN event_timeline."event_id" IS 'Event.';
COMMENT ON COLUMN event_timeline."published" IS 'Publication date of the article.';
COMMENT ON COLUMN event_timeline."publisher" IS 'Publisher of the article.';
COMMENT ON COLUMN event_timeline."status" IS 'Status that the article gives it.';
COMMENT ON COLUMN event_timeline."type" IS 'PLOVER event type.';
COMMENT ON COLUMN event_timeline."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN event_timeline."sentence" IS 'What the article says.';
COMMENT ON COLUMN event_timeline."is_copy" IS 'Whether the article is a copy of an earlier one.';
COMMENT ON COLUMN event_timeline."link_score" IS 'Strength of the link to the event.';
COMMENT ON COLUMN event_timeline."link_reason" IS 'Why the mention belongs to the event.';
COMMENT ON COLUMN event_timeline."mention_id" IS 'Mention.';
COMMENT ON COLUMN event_timeline."article_id" IS 'Article.';

COMMENT ON VIEW actor_activity IS 'What each country or international body does and meets with.';
COMMENT ON COLUMN actor_activity."code" IS 'Code of the actor.';
COMMENT ON COLUMN actor_activity."name" IS 'Its name.';
COMMENT ON COLUMN actor_activity."event_count" IS 'Events that it has a part in.';
COMMENT ON COLUMN actor_activity."as_actor" IS 'Events in which it acts.';
COMMENT ON COLUMN actor_activity."as_recipient" IS 'Events in which it is acted on.';
COMMENT ON COLUMN actor_activity."mean_score_as_actor" IS 'Mean score of what it does.';
COMMENT ON COLUMN actor_activity."mean_score_as_recipient" IS 'Mean score of what is done to it.';
COMMENT ON COLUMN actor_activity."event_types" IS 'Number of different event types.';
COMMENT ON COLUMN actor_activity."first_day" IS 'First event.';
COMMENT ON COLUMN actor_activity."last_day" IS 'Last event.';

COMMENT ON VIEW type_trends IS 'Event types in the last week of the data against the 4 and 52 weeks before.';
COMMENT ON COLUMN type_trends."event_type" IS 'PLOVER event type.';
COMMENT ON COLUMN type_trends."quad_class" IS 'Verbal or material cooperation or conflict.';
COMMENT ON COLUMN type_trends."week_ending" IS 'Last publication date of the warehouse.';
COMMENT ON COLUMN type_trends."last_week" IS 'Events first seen in the seven days up to it.';
COMMENT ON COLUMN type_trends."weekly_mean_4" IS 'Weekly mean of the four weeks before.';
COMMENT ON COLUMN type_trends."weekly_mean_52" IS 'Weekly mean of the 52 weeks before.';
COMMENT ON COLUMN type_trends."against_4_weeks" IS 'Last week divided by that mean; null where it is 0.';
COMMENT ON COLUMN type_trends."against_52_weeks" IS 'Last week divided by that mean; null where it is 0.';
COMMENT ON COLUMN type_trends."is_emerging" IS 'At least 3, half as many again as both means, two standard deviations above the 52 weeks, and the data go back five weeks.';

COMMENT ON VIEW agreements IS 'Named agreements, plans, laws and operations, with who took part.';
COMMENT ON COLUMN agreements."instrument" IS 'Name.';
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

COMMENT ON VIEW statements IS 'Who said what of whom: one row per mention with a speaker.';
COMMENT ON COLUMN statements."speaker" IS 'Who speaks.';
COMMENT ON COLUMN statements."speaker_code" IS 'Code of the speaker.';
COMMENT ON COLUMN statements."type" IS 'PLOVER type of the act spoken of.';
COMMENT ON COLUMN statements."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN statements."status" IS 'Status of the act.';
COMMENT ON COLUMN statements."actors" IS 'Who acts.';
COMMENT ON COLUMN statements."recipients" IS 'Towards whom.';
COMMENT ON COLUMN statements."sentence" IS 'What was said.';
COMMENT ON COLUMN statements."published" IS 'Publication date.';
COMMENT ON COLUMN statements."publisher" IS 'Publisher.';
COMMENT ON COLUMN statements."event_id" IS 'Event.';
COMMENT ON COLUMN statements."mention_id" IS 'Mention.';
COMMENT ON COLUMN statements."article_id" IS 'Article.';

COMMENT ON VIEW latest IS 'Events that the last run brought news of.';
COMMENT ON COLUMN latest."event_id" IS 'Event.';
COMMENT ON COLUMN latest."date" IS 'Day, as in events.event_date.';
COMMENT ON COLUMN latest."type" IS 'PLOVER event type.';
COMMENT ON COLUMN latest."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN latest."status" IS 'Status now.';
COMMENT ON COLUMN latest."actors" IS 'Who acts.';
COMMENT ON COLUMN latest."recipients" IS 'Towards whom.';
COMMENT ON COLUMN latest."place" IS 'Where.';
COMMENT ON COLUMN latest."new_mentions" IS 'Mentions loaded by the last run.';
COMMENT ON COLUMN latest."is_new" IS 'Whether it was unknown before.';
COMMENT ON COLUMN latest."report_count" IS 'Reports, copies counted once.';
COMMENT ON COLUMN latest."score" IS 'Goldstein-like score.';
COMMENT ON COLUMN latest."sentence" IS 'What was said.';

COMMENT ON VIEW events_cameo IS 'Events with the columns that users of GDELT know: one row per actor and recipient.';
COMMENT ON COLUMN events_cameo."GLOBALEVENTID" IS 'Event (events.event_id).';
COMMENT ON COLUMN events_cameo."SQLDATE" IS 'Day, as in events.event_date, as YYYYMMDD.';
COMMENT ON COLUMN events_cameo."MonthYear" IS 'Month of that day, as YYYYMM.';
COMMENT ON COLUMN events_cameo."Year" IS 'Year of that day.';
COMMENT ON COLUMN events_cameo."Actor1Code" IS 'Code of the actor.';
COMMENT ON COLUMN events_cameo."Actor1Name" IS 'Name of the actor''s country or body.';
COMMENT ON COLUMN events_cameo."Actor1CountryCode" IS 'Code of the actor where it is a state.';
COMMENT ON COLUMN events_cameo."Actor2Code" IS 'Code of the recipient.';
COMMENT ON COLUMN events_cameo."Actor2Name" IS 'Name of the recipient''s country or body.';
COMMENT ON COLUMN events_cameo."Actor2CountryCode" IS 'Code of the recipient where it is a state.';
COMMENT ON COLUMN events_cameo."IsRootEvent" IS '1: every row is an event of its own.';
COMMENT ON COLUMN events_cameo."EventCode" IS 'CAMEO root code: PLOVER codes no finer ones.';
COMMENT ON COLUMN events_cameo."EventRootCode" IS 'CAMEO root code.';
COMMENT ON COLUMN events_cameo."QuadClass" IS '1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN events_cameo."GoldsteinScale" IS 'Goldstein-like score of type and mode.';
COMMENT ON COLUMN events_cameo."NumMentions" IS 'Mentions in all articles.';
COMMENT ON COLUMN events_cameo."NumSources" IS 'Publishers.';
COMMENT ON COLUMN events_cameo."NumArticles" IS 'Articles, copies counted once.';
COMMENT ON COLUMN events_cameo."ActionGeo_FullName" IS 'Name of the place.';
COMMENT ON COLUMN events_cameo."ActionGeo_CountryCode" IS 'Country of the place, ISO 3166-1 alpha-3 (GDELT has FIPS codes).';
COMMENT ON COLUMN events_cameo."ActionGeo_Lat" IS 'Latitude.';
COMMENT ON COLUMN events_cameo."ActionGeo_Long" IS 'Longitude.';
COMMENT ON COLUMN events_cameo."DATEADDED" IS 'First publication, as YYYYMMDD.';
COMMENT ON COLUMN events_cameo."SOURCEURL" IS 'Address of the article that says most of it.';
COMMENT ON COLUMN events_cameo."PloverType" IS 'PLOVER event type.';
COMMENT ON COLUMN events_cameo."PloverMode" IS 'PLOVER mode.';
COMMENT ON COLUMN events_cameo."PloverStatus" IS 'Status now.';

COMMENT ON VIEW data_quality IS 'How much of the data lacks something, or is doubtful.';
COMMENT ON COLUMN data_quality."measure" IS 'What is counted.';
COMMENT ON COLUMN data_quality."count" IS 'How many.';
COMMENT ON COLUMN data_quality."total" IS 'Of how many.';

COMMENT ON TABLE schema_migrations IS 'Migrations applied to this database, with the checksum of their text.';
COMMENT ON COLUMN schema_migrations."version" IS 'Number of the migration.';
COMMENT ON COLUMN schema_migrations."name" IS 'Name of the migration.';
COMMENT ON COLUMN schema_migrations."sha256" IS 'Checksum of its text.';
COMMENT ON COLUMN schema_migrations."applied_at" IS 'When it was applied, UTC.';
COMMENT ON COLUMN schema_migrations."duckdb_version" IS 'DuckDB that applied it.';

COMMENT ON VIEW events_flat IS 'Event mentions with plain columns: codes and names as text, the article beside them.';
COMMENT ON COLUMN events_flat."event_id" IS 'Event mention.';
COMMENT ON COLUMN events_flat."date" IS 'First day of the event date.';
COMMENT ON COLUMN events_flat."date_end" IS 'Last day of the event date.';
COMMENT ON COLUMN events_flat."date_precision" IS 'Precision of the words for the date.';
COMMENT ON COLUMN events_flat."type" IS 'PLOVER event type.';
COMMENT ON COLUMN events_flat."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN events_flat."status" IS 'occurred, ongoing, future, hypothetical, negated or historical.';
COMMENT ON COLUMN events_flat."score" IS 'Goldstein-like score of type and mode.';
COMMENT ON COLUMN events_flat."actors" IS 'Codes of the actors.';
COMMENT ON COLUMN events_flat."recipients" IS 'Codes of the recipients.';
COMMENT ON COLUMN events_flat."actor_names" IS 'Names of the actors.';
COMMENT ON COLUMN events_flat."recipient_names" IS 'Names of the recipients.';
COMMENT ON COLUMN events_flat."place" IS 'Where the act happens.';
COMMENT ON COLUMN events_flat."country" IS 'Country of the place.';
COMMENT ON COLUMN events_flat."contexts" IS 'PLOVER contexts.';
COMMENT ON COLUMN events_flat."speaker" IS 'Who says it.';
COMMENT ON COLUMN events_flat."instrument" IS 'The named agreement, plan, law or operation.';
COMMENT ON COLUMN events_flat."sentence" IS 'The sentence of the mention.';
COMMENT ON COLUMN events_flat."confidence" IS 'From 0 to 1.';
COMMENT ON COLUMN events_flat."same_as" IS 'Earlier mention of the same event in the article.';
COMMENT ON COLUMN events_flat."published" IS 'First day of the publication date.';
COMMENT ON COLUMN events_flat."title" IS 'Headline of the article.';
COMMENT ON COLUMN events_flat."publisher" IS 'Who published the article.';
COMMENT ON COLUMN events_flat."url" IS 'Where it was published.';
COMMENT ON COLUMN events_flat."article_id" IS 'Article.';
COMMENT ON COLUMN events_flat."article_state" IS 'loaded, or deleted when the file is no longer in the inbox.';

COMMENT ON VIEW dyads IS 'One row per actor, recipient and event mention.';
COMMENT ON COLUMN dyads."event_id" IS 'Event mention.';
COMMENT ON COLUMN dyads."date" IS 'First day of the event date.';
COMMENT ON COLUMN dyads."type" IS 'PLOVER event type.';
COMMENT ON COLUMN dyads."mode" IS 'PLOVER mode.';
COMMENT ON COLUMN dyads."status" IS 'Status of the mention.';
COMMENT ON COLUMN dyads."score" IS 'Goldstein-like score of type and mode.';
COMMENT ON COLUMN dyads."actor" IS 'Code of the actor.';
COMMENT ON COLUMN dyads."recipient" IS 'Code of the recipient.';
COMMENT ON COLUMN dyads."actor_name" IS 'Name of the actor.';
COMMENT ON COLUMN dyads."recipient_name" IS 'Name of the recipient.';
COMMENT ON COLUMN dyads."article_id" IS 'Article.';

COMMENT ON VIEW faults IS 'Why files and records are in quarantine: one row per reason, open ones only.';
COMMENT ON COLUMN faults."quarantine_id" IS 'Row of quarantine.';
COMMENT ON COLUMN faults."stage" IS 'Where it failed: read, extract or validate.';
COMMENT ON COLUMN faults."path" IS 'Path of the file relative to the inbox.';
COMMENT ON COLUMN faults."rule" IS 'Rule that was broken.';
COMMENT ON COLUMN faults."field" IS 'Field or part of the file.';
COMMENT ON COLUMN faults."message" IS 'What is wrong, in words.';
COMMENT ON COLUMN faults."article_id" IS 'Article, where it could be read.';
COMMENT ON COLUMN faults."run_id" IS 'Run that first met the failure.';
COMMENT ON COLUMN faults."created_at" IS 'When it was first met, UTC.';
