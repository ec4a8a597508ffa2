INSERT INTO instruments BY NAME
SELECT
    instrument_id,
    mode("name" ORDER BY "name") AS "name",
    max(acronym) AS acronym,
    list_sort(list_distinct(flatten(list(parties)))) AS parties,
    list_sort(list_distinct(flatten(list(event_types)))) AS event_types,
    sum(mention_count) AS mention_count,
    count(*) AS article_count,
    min(published_date) AS first_seen,
    max(published_date) AS last_seen
FROM stg_article_instruments
WHERE instrument_id IN (SELECT instrument_id FROM touched_instruments)
GROUP BY instrument_id
