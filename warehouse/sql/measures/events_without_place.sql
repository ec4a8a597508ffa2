SELECT
    count(*) FILTER (place IS NULL) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (place IS NULL) || ' of ' || count(*) || ' events of this run have no place' AS detail
FROM event_mentions
WHERE run_id = $run_id
