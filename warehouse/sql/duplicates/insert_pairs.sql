-- Candidates share a band and were published within a few days; they are then compared exactly.
-- Texts are fetched by row number: else all would be read.
INSERT INTO stg_article_pairs BY NAME
WITH candidates AS (
    SELECT DISTINCT
        least(fresh.article_id, other.article_id) AS article_a,
        greatest(fresh.article_id, other.article_id) AS article_b
    FROM stg_article_bands AS fresh
    SEMI JOIN recompared_articles AS changed ON fresh.article_id = changed.article_id
    INNER JOIN stg_article_bands AS other
        ON fresh.band = other.band AND fresh."value" = other."value" AND fresh.article_id <> other.article_id
),

near AS (
    SELECT
        candidates.article_a,
        candidates.article_b,
        one.shingle_count AS count_a,
        two.shingle_count AS count_b
    FROM candidates
    INNER JOIN stg_article_texts AS one ON candidates.article_a = one.article_id
    INNER JOIN stg_article_texts AS two ON candidates.article_b = two.article_id
    WHERE
        coalesce(abs(one.published_date - two.published_date), 0) <= $days
        AND least(one.shingle_count, two.shingle_count) >= $shortest
),

involved AS (
    SELECT article_id, shingles("text", paragraphs) AS shingles
    FROM articles
    WHERE
        rowid IN (
            SELECT rowid FROM articles WHERE article_id IN (SELECT article_a FROM near UNION ALL SELECT article_b FROM near)
        )
),

-- Shingles stay in their lists: joined one by one, those of all articles would meet first.
shared AS (
    SELECT
        near.article_a,
        near.article_b,
        near.count_a,
        near.count_b,
        len(list_intersect(one.shingles, two.shingles)) AS common
    FROM near
    INNER JOIN involved AS one ON near.article_a = one.article_id
    INNER JOIN involved AS two ON near.article_b = two.article_id
)

SELECT
    article_a,
    article_b,
    round(common / (count_a + count_b - common), 3) AS similarity,
    round(common / least(count_a, count_b), 3) AS containment
FROM shared
WHERE common / (count_a + count_b - common) >= $similar OR common / least(count_a, count_b) >= $contained
