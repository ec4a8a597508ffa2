-- One validated event, as the load stages them, so that the load's own statements insert it.
CREATE OR REPLACE TEMP TABLE batch_accepted_events AS
SELECT source_path, event_id, article_id, file_row_number, 1 AS event_rank
FROM read_parquet($path, file_row_number = true)
