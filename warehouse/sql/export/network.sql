-- Who acts towards whom in the events that pass the filters.
WITH happened AS (
    SELECT *
    FROM chosen_events($since, $until, $country, $event_type)
    WHERE status IN ('occurred', 'ongoing')
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
