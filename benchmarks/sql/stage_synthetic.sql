-- Invented reports: $per_day articles a day from $first_day on, with 10 mentions each. Three articles tell one story in
-- like words, one in twenty is a copy of the one before. Few of the 60 countries and 16 types make most of the news, as in
-- life.
CREATE OR REPLACE TEMP TABLE synthetic AS
WITH numbers AS (
    SELECT range AS n, CASE WHEN range % 20 = 19 THEN range - 1 ELSE range END AS told
    FROM range($first, $first + $articles)
),

stories AS (
    SELECT
        n,
        told,
        told // 3 AS story,
        CAST($first_day AS DATE) + CAST((n - $first) // $per_day AS INTEGER) AS published,
        array_to_string(
            list_transform(range(150), lambda i: 'word' || CAST(hash(told * 1000 + i) % 20000 AS VARCHAR)), ' '
        ) AS body
    FROM numbers
),

mentions AS (
    SELECT *, unnest(range(10)) AS k
    FROM stories
),

drawn AS (
    SELECT
        *,
        hash(story * 10 + k) AS draw,
        (hash(story * 10 + k) % 1000) / 1000.0 AS part,
        (hash(story * 10 + k + 7919) % 1000) / 1000.0 AS other_part,
        (hash(story * 10 + k + 104729) % 1000) / 1000.0 AS third_part
    FROM mentions
)

SELECT
    'a' || CAST(n AS VARCHAR) AS article_id,
    n,
    k,
    published,
    body,
    (SELECT list(code ORDER BY code) FROM code_event_types)[1 + CAST(floor(16 * part * part) AS INTEGER)] AS event_type,
    (SELECT list(code ORDER BY code) FROM code_countries)[1 + CAST(floor(60 * other_part * other_part) AS INTEGER)] AS actor,
    (SELECT list(code ORDER BY code) FROM code_countries)[1 + CAST(floor(60 * third_part * third_part) AS INTEGER)] AS recipient,
    CASE WHEN draw % 10 = 0 THEN 'future' ELSE 'occurred' END AS status,
    draw % 3 = 0 AS is_dated,
    CASE WHEN draw % 10 = 0 THEN published + 20 ELSE published END AS "day",
    'They agreed to meet: ' || array_to_string(
        list_transform(range(12), lambda i: 'x' || substr(md5(CAST(hash(draw + i + CASE WHEN i > 7 THEN n ELSE 0 END) % 3000 AS VARCHAR)), 1, 5)), ' '
    ) AS sentence
FROM drawn
