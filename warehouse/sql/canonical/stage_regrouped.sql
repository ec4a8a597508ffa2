-- Articles of the batch that were grouped before; on most nights there are none, and nothing has to be looked for.
CREATE OR REPLACE TEMP TABLE regrouped_articles AS
SELECT article_id
FROM canonical_batch
SEMI JOIN stg_canonical_articles USING (article_id)
