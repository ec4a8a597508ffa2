-- The wide columns stay in the shard until they are inserted: copying them first would cost as much as the load itself.
CREATE OR REPLACE TEMP TABLE batch_articles AS
SELECT article_id, source_path
FROM read_parquet($path)
