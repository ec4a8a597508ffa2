-- Articles of this batch of which a newer version is there, or comes with it: by modification or publication date, else
-- by when they came.
CREATE OR REPLACE TEMP TABLE batch_old_versions AS
WITH contenders AS (
    SELECT claim, article_id, coalesce(stated_at, first_seen_at) AS version_at, first_seen_at
    FROM batch_claims
    ANTI JOIN batch_same_articles USING (claim)
    ANTI JOIN batch_rejected_articles USING (claim)
    UNION ALL
    SELECT -1, article_id, coalesce(stated_at, first_seen_at), first_seen_at
    FROM batch_held
    WHERE state <> 'deleted' AND NOT is_reread AND NOT is_named
),

ranked AS (
    SELECT
        claim,
        row_number() OVER (PARTITION BY article_id ORDER BY version_at DESC, first_seen_at DESC, claim DESC) AS place
    FROM contenders
)

SELECT claim
FROM ranked
WHERE place > 1 AND claim >= 0
