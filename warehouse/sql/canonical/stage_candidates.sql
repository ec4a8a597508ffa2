CREATE OR REPLACE TEMP TABLE batch_candidates AS
WITH fresh AS (
    SELECT *
    FROM stg_event_keys
    WHERE article_id IN (SELECT article_id FROM canonical_batch)
)

SELECT DISTINCT
    least(fresh.mention_id, other.mention_id) AS mention_a,
    greatest(fresh.mention_id, other.mention_id) AS mention_b
FROM fresh
INNER JOIN stg_event_keys AS other
    ON
        fresh."block" = other."block"
        AND fresh.is_single = other.is_single
        AND fresh.mention_id <> other.mention_id
WHERE
    fresh.first_day <= other.last_day + 1
    AND other.first_day <= fresh.last_day + 1
    AND (NOT fresh.is_single OR fresh.is_one_sided OR other.is_one_sided)
UNION
-- The same sentence in copies of one article, whether or not they are dated.
SELECT least(one.event_id, two.event_id), greatest(one.event_id, two.event_id)
FROM stg_article_pairs AS pairs
INNER JOIN event_mentions AS one ON pairs.article_a = one.article_id
INNER JOIN event_mentions AS two
    ON
        pairs.article_b = two.article_id
        AND one.event_type = two.event_type
        AND one.sentence."text" = two.sentence."text"
        AND one."trigger"."text" = two."trigger"."text"
WHERE
    pairs.article_a IN (SELECT article_id FROM canonical_batch)
    OR pairs.article_b IN (SELECT article_id FROM canonical_batch)
UNION
SELECT least(mention_id, same_as), greatest(mention_id, same_as)
FROM stg_mention_features
WHERE article_id IN (SELECT article_id FROM canonical_batch) AND same_as IS NOT NULL
UNION
SELECT least(mention_a, mention_b), greatest(mention_a, mention_b)
FROM event_overrides
WHERE
    "action" = 'force'
    AND (
        mention_a IN (SELECT event_id FROM event_mentions WHERE article_id IN (SELECT article_id FROM canonical_batch))
        OR mention_b IN (SELECT event_id FROM event_mentions WHERE article_id IN (SELECT article_id FROM canonical_batch))
    )
