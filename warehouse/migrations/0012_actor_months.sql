-- What is said of an actor, added up by month: the row of an actor that everybody names is made from few of these, and a
-- night touches only those of its own months.
CREATE TABLE stg_actor_months (
    actor_id        VARCHAR   NOT NULL,
    "name"          VARCHAR   NOT NULL,
    "month"         DATE      NOT NULL,
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

INSERT INTO stg_actor_months
WITH told AS (
    SELECT
        *,
        coalesce(CAST(date_trunc('month', published_date) AS DATE), DATE '0001-01-01') AS "month",
        row_number() OVER (PARTITION BY actor_id, article_id ORDER BY "name") = 1 AS is_first
    FROM stg_article_actors
)

SELECT
    actor_id,
    "name",
    "month",
    max(code),
    list_sort(list_distinct(flatten(list(sectors)))),
    sum(mention_count),
    sum(actor_count),
    sum(recipient_count),
    sum(speaker_count),
    count(*) FILTER (is_first),
    min(published_date),
    max(published_date)
FROM told
GROUP BY actor_id, "name", "month";

COMMENT ON TABLE stg_actor_months IS 'Working table: what is said of each actor in a month, name by name.';
COMMENT ON COLUMN stg_actor_months."actor_id" IS 'Actor, as in actors.';
COMMENT ON COLUMN stg_actor_months."name" IS 'Name in these articles.';
COMMENT ON COLUMN stg_actor_months."month" IS 'First day of the month of publication; the year 1 stands for unknown.';
COMMENT ON COLUMN stg_actor_months."code" IS 'Code of the actor.';
COMMENT ON COLUMN stg_actor_months."sectors" IS 'Sectors in these articles.';
COMMENT ON COLUMN stg_actor_months."mention_count" IS 'Event mentions that it has a part in.';
COMMENT ON COLUMN stg_actor_months."actor_count" IS 'Those in which it acts.';
COMMENT ON COLUMN stg_actor_months."recipient_count" IS 'Those in which it is acted on.';
COMMENT ON COLUMN stg_actor_months."speaker_count" IS 'Those that it tells of.';
COMMENT ON COLUMN stg_actor_months."article_count" IS 'Articles that name it, each under the first of its names in the alphabet.';
COMMENT ON COLUMN stg_actor_months."first_seen" IS 'First publication date.';
COMMENT ON COLUMN stg_actor_months."last_seen" IS 'Last publication date.';
