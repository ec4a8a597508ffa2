-- Articles whose id belongs to another file: the owner keeps it, the other goes to quarantine.
-- Files of this batch are about to be replaced, so what they owned counts only among themselves.
CREATE OR REPLACE TEMP TABLE batch_rejected_articles AS
WITH claims AS (
    SELECT
        made.article_id,
        files.inbox,
        made.source_path,
        owned.article_id IS NOT NULL AS is_owner
    FROM batch_articles AS made
    INNER JOIN batch_source_files AS files ON made.source_path = files.path
    LEFT JOIN articles AS owned
        ON
            made.article_id = owned.article_id
            AND files.inbox = owned.inbox
            AND made.source_path = owned.source_path
            AND owned.state = 'loaded'
),

ranked AS (
    SELECT
        *,
        first_value(source_path) OVER claim AS first_path,
        row_number() OVER claim AS claim_rank
    FROM claims
    WINDOW claim AS (PARTITION BY article_id ORDER BY is_owner DESC, source_path)
),

owners AS (
    SELECT articles.article_id, articles.inbox, articles.source_path
    FROM articles
    ANTI JOIN batch_source_files AS files ON articles.inbox = files.inbox AND articles.source_path = files.path
    WHERE articles.state = 'loaded'
)

SELECT
    ranked.article_id,
    ranked.inbox,
    ranked.source_path,
    coalesce(owners.source_path, ranked.first_path) AS owner_path,
    coalesce(owners.inbox, ranked.inbox) AS owner_inbox
FROM ranked
LEFT JOIN owners ON ranked.article_id = owners.article_id
WHERE owners.article_id IS NOT NULL OR ranked.claim_rank > 1
