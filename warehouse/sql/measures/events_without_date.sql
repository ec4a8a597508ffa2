SELECT
    count(*) FILTER ("date" IS NULL) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER ("date" IS NULL) || ' of ' || count(*) || ' events of this run have no date' AS detail
FROM event_mentions
WHERE run_id = $run_id
