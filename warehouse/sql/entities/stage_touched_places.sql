CREATE OR REPLACE TEMP TABLE touched_places AS
SELECT place_id FROM stg_article_places WHERE article_id IN (SELECT article_id FROM changed_articles)
UNION
SELECT place_id FROM fresh_places
