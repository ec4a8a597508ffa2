SELECT *
FROM events_cameo
WHERE
    "GLOBALEVENTID" IN (
        SELECT event_id
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
    )
ORDER BY "SQLDATE" NULLS LAST, "GLOBALEVENTID", "Actor1Code", "Actor2Code"
