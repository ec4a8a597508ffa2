-- Two days of grace: it is tomorrow already in some time zones.
SELECT
    count(*) AS observed,
    (SELECT count(*) FROM articles WHERE run_id = $run_id) AS sample_rows,
    count(*) || ' articles of this run are dated in the future, such as ' || min(articles.source_path) AS detail
FROM articles
INNER JOIN runs ON articles.run_id = runs.run_id
WHERE articles.run_id = $run_id AND articles.published_date > CAST(runs.started_at AS DATE) + 2
