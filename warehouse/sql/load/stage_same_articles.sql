-- Articles of this batch that are there already, in another place: one is kept, the others point at it.
CREATE OR REPLACE TEMP TABLE batch_same_articles AS
WITH live AS (
    SELECT *
    FROM batch_held
    WHERE
        state <> 'deleted'
        AND NOT is_rewritten
        AND (NOT is_named OR (inbox, source_path, content_key) IN (SELECT (inbox, source_path, content_key) FROM batch_claims))
),

matched AS (
    SELECT
        claims.claim,
        claims.article_id,
        claims.content_key,
        coalesce(
            bool_or(
                live.article_id = claims.article_id
                AND live.inbox = claims.inbox
                AND live.source_path = claims.source_path
            ),
            false
        ) AS is_owner,
        min(live.article_id) AS held_id
    FROM batch_claims AS claims
    LEFT JOIN live ON claims.content_key = live.content_key
    GROUP BY ALL
),

ranked AS (
    SELECT
        *,
        first_value(article_id) OVER same AS first_id,
        row_number() OVER same AS place
    FROM matched
    WINDOW same AS (PARTITION BY content_key ORDER BY is_owner DESC, claim)
)

SELECT claim, coalesce(held_id, first_id) AS same_as
FROM ranked
WHERE NOT is_owner AND (held_id IS NOT NULL OR place > 1)
