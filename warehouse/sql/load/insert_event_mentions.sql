INSERT INTO event_mentions BY NAME
SELECT
    made.* EXCLUDE (source_path, item, file_row_number),
    made."date"."start" AS event_date_start,
    made."date"."end" AS event_date_end,
    $run_id AS run_id
FROM read_parquet($event_mentions, file_row_number = true) AS made
SEMI JOIN batch_accepted_events AS accepted
    ON made.file_row_number = accepted.file_row_number AND accepted.event_rank = 1
