-- What is compared of the mentions of the batch. Wide columns are fetched by row number: else all would be read.
CREATE OR REPLACE TEMP TABLE fresh_mentions AS
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
    WHERE
        mentions.rowid IN (
            SELECT rowid FROM event_mentions WHERE article_id IN (SELECT article_id FROM canonical_batch)
        )
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
    lower("trigger"."text") AS trigger_text,
    sentence."text" AS sentence,
    flatten(list_transform(list_concat(actors, recipients), lambda p: [p."text", p."name"])) AS participant_texts,
    lower(instrument."name") AS instrument,
    list_transform(quantities, lambda q: CAST(q."value" AS VARCHAR) || ' ' || coalesce(q.currency, q.unit, q.what, '')) AS quantities,
    same_as
FROM placed
