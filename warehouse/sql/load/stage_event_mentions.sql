-- file_row_number keeps the order of extraction, so that of two records with one id the first stays.
CREATE OR REPLACE TEMP TABLE batch_event_mentions AS
SELECT source_path, coalesce(item, '') AS item, event_id, article_id, file_row_number
FROM read_parquet($path, file_row_number = true)
