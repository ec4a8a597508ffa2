-- Where the changed articles place events; one row per article and place. Towns are one place by their GeoNames id.
CREATE OR REPLACE TEMP TABLE fresh_places AS
WITH placed AS (
    SELECT article_id, place
    FROM event_mentions
    WHERE
        rowid IN (SELECT rowid FROM event_mentions WHERE article_id IN (SELECT article_id FROM changed_articles))
        AND place IS NOT NULL
)

SELECT
    placed.article_id,
    CASE
        WHEN placed.place.geonameid IS NOT NULL THEN 'geonames:' || placed.place.geonameid
        WHEN placed.place."precision" = 'country' AND placed.place.country IS NOT NULL THEN placed.place.country
        ELSE concat_ws(':', placed.place.country, placed.place."precision", lower(coalesce(placed.place."name", placed.place."text")))
    END AS place_id,
    min(coalesce(placed.place."name", placed.place."text")) AS "name",
    max(placed.place.country) AS country,
    max(placed.place.admin1) AS admin1,
    max(placed.place.lat) AS lat,
    max(placed.place.lon) AS lon,
    max(placed.place."precision") AS "precision",
    max(placed.place.geonameid) AS geonameid,
    count(*) AS mention_count,
    any_value(articles.published_date) AS published_date
FROM placed
INNER JOIN articles ON placed.article_id = articles.article_id
GROUP BY placed.article_id, place_id
