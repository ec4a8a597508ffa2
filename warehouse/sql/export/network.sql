-- Who acts towards whom in the events that pass the filters.
WITH happened AS (
    SELECT *
    FROM events
    WHERE
        status IN ('occurred', 'ongoing')
        AND ($since IS NULL OR event_date >= $since)
        AND ($until IS NULL OR event_date <= $until)
        AND (
            $country IS NULL
            OR country = $country
            OR list_contains(actor_codes, $country)
            OR list_contains(recipient_codes, $country)
        )
        AND ($event_type IS NULL OR event_type = $event_type)
),

dyads AS (
    SELECT *, unnest(recipient_codes) AS recipient
    FROM (SELECT *, unnest(actor_codes) AS actor FROM happened)
),

names AS (
    SELECT code, "name" FROM code_countries
    UNION ALL
    SELECT code, "name" FROM code_international
)

SELECT
    dyads.actor,
    coalesce(one."name", dyads.actor) AS actor_name,
    dyads.recipient,
    coalesce(two."name", dyads.recipient) AS recipient_name,
    count(*) AS event_count,
    round(avg(dyads.score), 2) AS mean_score
FROM dyads
LEFT JOIN names AS one ON dyads.actor = one.code
LEFT JOIN names AS two ON dyads.recipient = two.code
GROUP BY ALL
ORDER BY dyads.actor, dyads.recipient
