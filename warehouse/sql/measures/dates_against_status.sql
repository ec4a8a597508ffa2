-- Events that have happened though they are dated after their article, and those to come that are dated before it.
WITH dated AS (
    SELECT
        mentions.event_id,
        (mentions.status IN ('occurred', 'historical') AND mentions."date".start > articles.published_date + 31)
        OR (mentions.status = 'future' AND mentions."date"."end" < articles.published_date - 31) AS is_odd
    FROM event_mentions AS mentions
    INNER JOIN articles ON mentions.article_id = articles.article_id
    WHERE mentions.run_id = $run_id AND mentions."date" IS NOT NULL AND articles.published_date IS NOT NULL
)

SELECT
    count(*) FILTER (is_odd) / nullif(count(*), 0) AS observed,
    count(*) AS sample_rows,
    count(*) FILTER (is_odd) || ' of ' || count(*) || ' dated events have a date that their status rules out, such as '
    || coalesce(min(event_id) FILTER (is_odd), 'none') AS detail
FROM dated
