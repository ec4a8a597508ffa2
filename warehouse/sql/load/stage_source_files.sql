-- is_whole: the shard holds all documents of the file. Files that are read in parts end with a part that isn't 'partial'.
CREATE OR REPLACE TEMP TABLE batch_source_files AS
SELECT
    * EXCLUDE (reading_id, is_whole),
    coalesce(reading_id, sha256) AS reading_id,
    coalesce(is_whole, true) AS is_whole,
    coalesce(status, '') <> 'partial' AS is_last
FROM read_parquet($path)
