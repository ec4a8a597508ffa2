-- Articles of which the group may be another: those compared anew, what they are like, and the groups that these were in.
CREATE OR REPLACE TEMP TABLE touched_duplicates AS
WITH partners AS (
    SELECT article_id FROM recompared_articles
    UNION
    SELECT article_b FROM stg_article_pairs WHERE article_a IN (SELECT article_id FROM recompared_articles)
    UNION
    SELECT article_a FROM stg_article_pairs WHERE article_b IN (SELECT article_id FROM recompared_articles)
),

groups AS (
    SELECT article_id AS original FROM partners
    UNION
    SELECT duplicate_of FROM article_duplicates WHERE article_id IN (SELECT article_id FROM partners)
)

SELECT original AS article_id FROM groups
UNION
SELECT article_id FROM article_duplicates WHERE duplicate_of IN (SELECT original FROM groups)
