-- One validated event, as the load stages them, so that the load's own statements insert it.
CREATE OR REPLACE TEMP TABLE batch_accepted_events AS
SELECT *, 1 AS event_rank
FROM read_parquet($path, file_row_number = true)
