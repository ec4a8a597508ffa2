SELECT
    count(*) FILTER (len(actors) = 0) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (len(actors) = 0) || ' of ' || count(*) || ' events of this run have no actor' AS detail
FROM event_mentions
WHERE run_id = $run_id
