SELECT
    count(*) FILTER (mentions.article_id IS NULL) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (mentions.article_id IS NULL) || ' of ' || count(*) || ' articles of this run have no event' AS detail
FROM articles
LEFT JOIN (SELECT DISTINCT article_id FROM event_mentions) AS mentions ON articles.article_id = mentions.article_id
WHERE articles.run_id = $run_id AND articles.state = 'loaded'
