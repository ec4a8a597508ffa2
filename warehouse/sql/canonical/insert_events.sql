-- One row from all mentions of an event: the status from the latest article, each slot from the fullest mention that
-- has it. Copies of an article count as one report. Wide columns are fetched by row number.
INSERT INTO events BY NAME
WITH stale_links AS (
    SELECT event_id, mention_id
    FROM event_links
    WHERE event_id IN (SELECT event_id FROM stale_events)
),

told AS (
    SELECT
        links.event_id AS event_key,
        mentions.*,
        articles.published_date,
        articles.publisher,
        coalesce(copies.duplicate_of, mentions.article_id) AS report_id,
        CASE mentions.status
            WHEN 'occurred' THEN 1 WHEN 'ongoing' THEN 2 WHEN 'negated' THEN 3 WHEN 'future' THEN 4 WHEN 'hypothetical' THEN 5 ELSE 6
        END AS status_rank,
        CASE
            WHEN mentions."date" IS NULL THEN 9
            WHEN mentions."date"."precision" = 'open' THEN 8
            ELSE least((mentions.event_date_end - mentions.event_date_start) // 8, 7)
        END AS date_rank
    FROM stale_links AS links
    INNER JOIN event_mentions AS mentions ON links.mention_id = mentions.event_id
    INNER JOIN articles ON mentions.article_id = articles.article_id
    LEFT JOIN article_duplicates AS copies ON mentions.article_id = copies.article_id
    WHERE
        mentions.rowid IN (
            SELECT rowid FROM event_mentions WHERE event_id IN (SELECT mention_id FROM stale_links)
        )
),

ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY event_key
            ORDER BY
                CAST(len(actors) > 0 AS INTEGER) + CAST(len(recipients) > 0 AS INTEGER)
                + CAST("date" IS NOT NULL AS INTEGER) + CAST(place IS NOT NULL AS INTEGER) DESC,
                confidence DESC,
                published_date,
                event_id
        ) AS fullness
    FROM told
)

SELECT
    event_key AS event_id,
    first(event_type ORDER BY fullness) AS event_type,
    first(mode ORDER BY fullness) FILTER (mode IS NOT NULL) AS mode,
    first(quad_class ORDER BY fullness) AS quad_class,
    first(ranked.score ORDER BY mode IS NULL, fullness) AS score,
    first(cameo_root ORDER BY fullness) AS cameo_root,
    first(status ORDER BY published_date DESC NULLS LAST, status_rank, fullness) AS status,
    max(published_date) AS status_date,
    first(event_date_start ORDER BY date_rank, published_date DESC, fullness) AS date_start,
    first(event_date_end ORDER BY date_rank, published_date DESC, fullness) AS date_end,
    first("date"."precision" ORDER BY date_rank, published_date DESC, fullness) AS date_precision,
    coalesce(
        first(event_date_start ORDER BY date_rank, published_date DESC, fullness) FILTER (
            date_rank < 5
            AND NOT (status IN ('occurred', 'ongoing') AND coalesce(event_date_start > published_date, false))
        ),
        min(published_date)
    ) AS event_date,
    list_sort(list_distinct(flatten(list(list_transform(list_filter(actors, lambda p: p.code IS NOT NULL), lambda p: p.code))))) AS actor_codes,
    list_sort(list_distinct(flatten(list(list_transform(actors, lambda p: coalesce(p."name", p."text")))))) AS actor_names,
    list_sort(list_distinct(flatten(list(list_transform(list_filter(recipients, lambda p: p.code IS NOT NULL), lambda p: p.code))))) AS recipient_codes,
    list_sort(list_distinct(flatten(list(list_transform(recipients, lambda p: coalesce(p."name", p."text")))))) AS recipient_names,
    first(coalesce(place."name", place."text") ORDER BY fullness) FILTER (place IS NOT NULL) AS place_name,
    first(place.country ORDER BY fullness) FILTER (place IS NOT NULL) AS country,
    first(place.lat ORDER BY fullness) FILTER (place IS NOT NULL) AS lat,
    first(place.lon ORDER BY fullness) FILTER (place IS NOT NULL) AS lon,
    first(place."precision" ORDER BY fullness) FILTER (place IS NOT NULL) AS place_precision,
    list_sort(list_distinct(flatten(list(contexts)))) AS contexts,
    first(instrument."name" ORDER BY fullness) FILTER (instrument IS NOT NULL) AS instrument,
    count(*) AS mention_count,
    count(DISTINCT article_id) AS article_count,
    count(DISTINCT report_id) AS report_count,
    count(DISTINCT publisher) AS publisher_count,
    min(published_date) AS first_seen,
    max(published_date) AS last_seen,
    max(confidence) AS confidence,
    first(ranked.event_id ORDER BY fullness) AS best_mention_id,
    first(article_id ORDER BY fullness) AS best_article_id,
    first(sentence."text" ORDER BY fullness) AS sentence
FROM ranked
GROUP BY event_key
