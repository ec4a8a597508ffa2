INSERT INTO places BY NAME
SELECT
    told.place_id,
    coalesce(max(countries."name") FILTER (told."precision" = 'country'), mode(told."name" ORDER BY told."name")) AS "name",
    max(told.country) AS country,
    max(told.admin1) AS admin1,
    max(told.lat) AS lat,
    max(told.lon) AS lon,
    max(told."precision") AS "precision",
    max(told.geonameid) AS geonameid,
    sum(told.mention_count) AS mention_count,
    count(*) AS article_count,
    min(told.published_date) AS first_seen,
    max(told.published_date) AS last_seen
FROM stg_article_places AS told
LEFT JOIN code_countries AS countries ON told.place_id = countries.code
WHERE told.place_id IN (SELECT place_id FROM touched_places)
GROUP BY told.place_id
