-- New files of today against the same weekday of the last weeks: how many median absolute deviations away.
-- Days are counted, not runs, so that a second run on one day changes nothing; a deviation is at least 5% of the
-- median and at least one file, so that a very regular inbox does not cry at the first change.
WITH today AS (
    SELECT CAST(started_at AS DATE) AS "day"
    FROM runs
    WHERE run_id = $run_id
),

days AS (
    SELECT CAST(started_at AS DATE) AS "day", sum(files_new) AS files
    FROM runs
    WHERE inbox = $inbox AND kind = 'inbox' AND run_id <> $run_id AND files_new IS NOT NULL
    GROUP BY ALL
),

compared AS (
    SELECT days.files
    FROM days, today
    WHERE days."day" < today."day" AND dayofweek(days."day") = dayofweek(today."day")
    ORDER BY days."day" DESC
    LIMIT 12
),

usual AS (
    SELECT count(*) AS days, median(files) AS middle, mad(files) AS spread
    FROM compared
),

found AS (
    SELECT $files_new + coalesce(sum(days.files), 0) AS files
    FROM days, today
    WHERE days."day" = today."day"
)

SELECT
    abs(found.files - usual.middle) / greatest(1.4826 * usual.spread, 0.05 * usual.middle, 1.0) AS observed,
    usual.days AS sample_rows,
    CAST(found.files AS BIGINT) || ' new files, usual for the weekday are ' || CAST(usual.middle AS BIGINT) AS detail
FROM found, usual
