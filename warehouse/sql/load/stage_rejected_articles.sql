-- Articles whose id belongs to an unrelated article of another file: the owner keeps it, the other goes to quarantine.
-- Ids from file names are never shared; ids that a dump states are, where address or title is the same.
CREATE OR REPLACE TEMP TABLE batch_rejected_articles AS
WITH claims AS (
    SELECT
        claims.*,
        coalesce(held.is_reread, false) AS is_owner
    FROM batch_claims AS claims
    ANTI JOIN batch_same_articles AS same ON claims.claim = same.claim
    LEFT JOIN batch_held AS held
        ON
            claims.article_id = held.article_id
            AND claims.inbox = held.inbox
            AND claims.source_path = held.source_path
            AND held.state <> 'deleted'
),

held_elsewhere AS (
    SELECT article_id, inbox, source_path, title, url
    FROM batch_held
    WHERE state <> 'deleted' AND NOT is_reread AND NOT is_named
),

first_claims AS (
    SELECT *
    FROM claims
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY is_owner DESC, source_path, claim) = 1
),

owners AS (
    SELECT * FROM held_elsewhere
    UNION ALL
    SELECT article_id, inbox, source_path, title, url
    FROM first_claims
    WHERE article_id NOT IN (SELECT article_id FROM held_elsewhere)
)

SELECT
    claims.claim,
    claims.article_id,
    claims.inbox,
    claims.source_path,
    owners.inbox AS owner_inbox,
    owners.source_path AS owner_path
FROM claims
INNER JOIN owners ON claims.article_id = owners.article_id
WHERE
    (claims.inbox <> owners.inbox OR claims.source_path <> owners.source_path)
    AND (
        claims."identity" = 'file'
        OR (
            claims."identity" = 'stated'
            AND NOT coalesce(claims.url = owners.url, false)
            AND NOT coalesce(claims.title = owners.title, false)
        )
    )
