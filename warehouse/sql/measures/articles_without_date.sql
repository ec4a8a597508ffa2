SELECT
    count(*) FILTER (published_date IS NULL) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (published_date IS NULL) || ' of ' || count(*) || ' articles of this run have no publication date' AS detail
FROM articles
WHERE run_id = $run_id AND state = 'loaded'
