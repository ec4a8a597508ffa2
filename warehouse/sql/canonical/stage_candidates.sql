CREATE OR REPLACE TEMP TABLE batch_candidates AS
WITH fresh_keys AS (
    SELECT *
    FROM stg_event_keys
    WHERE article_id IN (SELECT article_id FROM canonical_batch)
),

-- The same day bounds as below, once more for all at once: whole stretches of old rows need not be read.
near_keys AS (
    SELECT *
    FROM stg_event_keys
    WHERE
        first_day <= (SELECT max(last_day) + 1 FROM fresh_keys)
        AND last_day >= (SELECT min(first_day) - 1 FROM fresh_keys)
),

copied AS (
    SELECT article_a, article_b
    FROM stg_article_pairs
    WHERE
        article_a IN (SELECT article_id FROM canonical_batch)
        OR article_b IN (SELECT article_id FROM canonical_batch)
),

copied_mentions AS (
    SELECT mention_id, article_id, event_type, wording
    FROM stg_mentions
    WHERE article_id IN (SELECT article_a FROM copied UNION ALL SELECT article_b FROM copied)
)

SELECT DISTINCT
    least(fresh.mention_id, other.mention_id) AS mention_a,
    greatest(fresh.mention_id, other.mention_id) AS mention_b
FROM fresh_keys AS fresh
INNER JOIN near_keys AS other
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
SELECT least(one.mention_id, two.mention_id), greatest(one.mention_id, two.mention_id)
FROM copied
INNER JOIN copied_mentions AS one ON copied.article_a = one.article_id
INNER JOIN copied_mentions AS two
    ON copied.article_b = two.article_id AND one.event_type = two.event_type AND one.wording = two.wording
UNION
SELECT least(mention_id, same_as), greatest(mention_id, same_as)
FROM fresh_mentions
WHERE same_as IS NOT NULL
UNION
SELECT least(mention_a, mention_b), greatest(mention_a, mention_b)
FROM event_overrides
WHERE
    "action" = 'force'
    AND (
        mention_a IN (SELECT mention_id FROM fresh_mentions) OR mention_b IN (SELECT mention_id FROM fresh_mentions)
    )
