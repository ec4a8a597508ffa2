-- The events that pass the filters of an export; a filter that is null lets everything pass.
CREATE OR REPLACE TEMP MACRO chosen_events(since, until, in_country, of_type) AS TABLE
SELECT *
FROM events
WHERE
    (since IS NULL OR event_date >= since)
    AND (until IS NULL OR event_date <= until)
    AND (
        in_country IS NULL
        OR country = in_country
        OR list_contains(actor_codes, in_country)
        OR list_contains(recipient_codes, in_country)
    )
    AND (of_type IS NULL OR event_type = of_type)
