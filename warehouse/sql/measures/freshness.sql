-- Days since a file last came into this inbox, against the longest pause before. Silent for an inbox that was not fed
-- on at least five days: an archive loaded once is not late.
WITH arrivals AS (
    SELECT DISTINCT CAST(first_seen_at AS DATE) AS "day"
    FROM source_files
    WHERE inbox = $inbox
),

pauses AS (
    SELECT "day", date_diff('day', lag("day") OVER (ORDER BY "day"), "day") AS pause
    FROM arrivals
),

today AS (
    SELECT CAST(started_at AS DATE) AS "day"
    FROM runs
    WHERE run_id = $run_id
)

SELECT
    date_diff('day', max(pauses."day"), any_value(today."day")) / greatest(max(pauses.pause), 1) AS observed,
    count(*) AS sample_rows,
    'the last new file came on ' || max(pauses."day") || ', the longest pause before was '
    || coalesce(max(pauses.pause), 0) || ' days' AS detail
FROM pauses, today
