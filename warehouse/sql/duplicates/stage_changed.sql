-- Articles that became a copy, are one no longer, or are one of another article.
CREATE OR REPLACE TEMP TABLE changed_duplicates AS
WITH held AS (
    SELECT *
    FROM article_duplicates
    WHERE article_id IN (SELECT article_id FROM touched_duplicates)
)

SELECT article_id
FROM ((FROM found_duplicates EXCEPT FROM held) UNION ALL (FROM held EXCEPT FROM found_duplicates))
GROUP BY article_id
