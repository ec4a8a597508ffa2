INSERT INTO stg_actor_months BY NAME
WITH told AS (
    SELECT
        told.*,
        touched."month",
        row_number() OVER (PARTITION BY told.actor_id, told.article_id ORDER BY told."name") = 1 AS is_first
    FROM stg_article_actors AS told
    INNER JOIN touched_actors AS touched
        ON
            told.actor_id = touched.actor_id
            AND coalesce(CAST(date_trunc('month', told.published_date) AS DATE), DATE '0001-01-01') = touched."month"
)

SELECT
    actor_id,
    "name",
    "month",
    max(code) AS code,
    list_sort(list_distinct(flatten(list(sectors)))) AS sectors,
    sum(mention_count) AS mention_count,
    sum(actor_count) AS actor_count,
    sum(recipient_count) AS recipient_count,
    sum(speaker_count) AS speaker_count,
    count(*) FILTER (is_first) AS article_count,
    min(published_date) AS first_seen,
    max(published_date) AS last_seen
FROM told
GROUP BY actor_id, "name", "month"
