-- Half the sum of differences between the shares of event types, of this run and of all others: 0 same, 1 disjoint.
WITH counted AS (
    SELECT
        event_type,
        count(*) FILTER (run_id = $run_id) AS found,
        count(*) FILTER (run_id <> $run_id) AS usual
    FROM event_mentions
    GROUP BY event_type
),

totals AS (
    SELECT sum(found) AS found, sum(usual) AS usual
    FROM counted
),

differences AS (
    SELECT
        counted.event_type,
        counted.found / nullif(totals.found, 0) - counted.usual / nullif(totals.usual, 0) AS difference
    FROM counted, totals
)

SELECT
    sum(abs(differences.difference)) / 2 AS observed,
    (SELECT CAST(least(found, usual) AS BIGINT) FROM totals) AS sample_rows,
    'furthest from its usual share: ' || arg_max(differences.event_type, abs(differences.difference)) AS detail
FROM differences
