CREATE OR REPLACE TEMP TABLE canonical_batch AS
SELECT article_id
FROM changed_articles
WHERE "number" > $start AND "number" <= $start + $size
