-- MinHash by one permutation: the hashes fall into 126 bins, the smallest of each counts, an empty bin borrows from the
-- next full one. Three bins make a band; articles that share a band are candidates.
-- Li, Owen, Zhang: One Permutation Hashing (2012); Shrivastava, Li: Densifying One Permutation Hashing (2014).
INSERT INTO stg_article_bands BY NAME
WITH hashes AS (
    SELECT article_id, unnest(shingles) AS shingle
    FROM recompared_shingles
    WHERE len(shingles) >= $shortest
),

smallest AS (
    SELECT article_id, CAST(shingle % 126 AS INTEGER) AS bin, min(shingle // 126) AS least_hash
    FROM hashes
    GROUP BY ALL
),

bins AS (
    SELECT articles.article_id, numbers.bin, smallest.least_hash
    FROM (SELECT DISTINCT article_id FROM smallest) AS articles
    CROSS JOIN (SELECT CAST(range AS INTEGER) AS bin FROM range(126)) AS numbers
    LEFT JOIN smallest ON articles.article_id = smallest.article_id AND numbers.bin = smallest.bin
),

filled AS (
    SELECT
        article_id,
        bin,
        coalesce(
            first_value(least_hash IGNORE NULLS) OVER (
                PARTITION BY article_id ORDER BY bin ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            ),
            first_value(least_hash IGNORE NULLS) OVER (
                PARTITION BY article_id ORDER BY bin ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
        ) AS least_hash
    FROM bins
)

SELECT
    article_id,
    bin // 3 AS band,
    md5_number_lower(string_agg(CAST(least_hash AS VARCHAR), ' ' ORDER BY bin)) AS "value"
FROM filled
GROUP BY ALL
