-- Events with the id of another one of this batch.
CREATE OR REPLACE TEMP TABLE batch_repeated_events AS
SELECT file_row_number
FROM batch_accepted_events
WHERE event_rank > 1
