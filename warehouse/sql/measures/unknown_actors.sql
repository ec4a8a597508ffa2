-- A participant without a code is one that the lists don't know.
SELECT
    count(*) FILTER (code IS NULL) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (code IS NULL) || ' of ' || count(*) || ' participants of this run have no code' AS detail
FROM event_participants
WHERE run_id = $run_id
