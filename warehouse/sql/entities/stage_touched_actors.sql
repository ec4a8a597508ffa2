CREATE OR REPLACE TEMP TABLE touched_actors AS
SELECT actor_id FROM stg_article_actors WHERE article_id IN (SELECT article_id FROM changed_articles)
UNION
SELECT actor_id FROM fresh_actors
