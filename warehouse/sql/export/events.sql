-- The events that pass the filters; a filter that is null lets everything pass.
SELECT *
FROM events
WHERE
    ($since IS NULL OR event_date >= $since)
    AND ($until IS NULL OR event_date <= $until)
    AND (
        $country IS NULL
        OR country = $country
        OR list_contains(actor_codes, $country)
        OR list_contains(recipient_codes, $country)
    )
    AND ($event_type IS NULL OR event_type = $event_type)
ORDER BY event_date NULLS LAST, event_id
