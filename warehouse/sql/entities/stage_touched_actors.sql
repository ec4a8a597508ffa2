-- Actors with the months of the changed articles that name them, or named them before.
CREATE OR REPLACE TEMP TABLE touched_actors AS
WITH named AS (
    SELECT actor_id, published_date
    FROM stg_article_actors
    WHERE article_id IN (SELECT article_id FROM changed_articles)
    UNION
    SELECT actor_id, published_date
    FROM fresh_actors
)

SELECT DISTINCT
    actor_id,
    coalesce(CAST(date_trunc('month', published_date) AS DATE), DATE '0001-01-01') AS "month"
FROM named
