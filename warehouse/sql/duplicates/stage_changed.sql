-- Articles that became a copy, are one no longer, or are one of another article.
CREATE OR REPLACE TEMP TABLE changed_duplicates AS
SELECT article_id
FROM ((FROM found_duplicates EXCEPT FROM article_duplicates) UNION ALL (FROM article_duplicates EXCEPT FROM found_duplicates))
GROUP BY article_id
