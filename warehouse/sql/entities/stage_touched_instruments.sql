CREATE OR REPLACE TEMP TABLE touched_instruments AS
SELECT instrument_id FROM stg_article_instruments WHERE article_id IN (SELECT article_id FROM changed_articles)
UNION
SELECT instrument_id FROM fresh_instruments
