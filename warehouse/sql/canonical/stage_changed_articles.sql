-- Articles loaded, reloaded or gone since they were last grouped, and those that an override of late speaks of.
CREATE OR REPLACE TEMP TABLE changed_articles AS
WITH overrides AS (
    (SELECT "action", mention_a, mention_b FROM event_overrides EXCEPT FROM stg_applied_overrides)
    UNION ALL
    (FROM stg_applied_overrides EXCEPT SELECT "action", mention_a, mention_b FROM event_overrides)
),

changed AS (
    SELECT article_id
    FROM articles
    ANTI JOIN stg_canonical_articles AS grouped USING (article_id, loaded_at)
    UNION
    SELECT article_id
    FROM stg_canonical_articles
    ANTI JOIN articles USING (article_id)
    UNION
    SELECT mentions.article_id
    FROM event_mentions AS mentions
    WHERE mentions.event_id IN (SELECT mention_a FROM overrides UNION SELECT mention_b FROM overrides)
)

SELECT
    changed.article_id,
    row_number() OVER (ORDER BY articles.published_date, changed.article_id) AS "number"
FROM changed
LEFT JOIN articles ON changed.article_id = articles.article_id
