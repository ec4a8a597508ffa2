INSERT INTO event_mentions BY NAME
SELECT
    * EXCLUDE (source_path, file_row_number, event_rank),
    "date"."start" AS event_date_start,
    "date"."end" AS event_date_end,
    $run_id AS run_id
FROM batch_accepted_events
WHERE event_rank = 1
