-- Files of many articles that are read to their end.
CREATE OR REPLACE TEMP TABLE batch_ended_files AS
SELECT inbox, "path"
FROM batch_source_files
WHERE is_last AND article_id IS NULL
