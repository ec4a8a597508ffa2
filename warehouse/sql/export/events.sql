SELECT *
FROM chosen_events($since, $until, $country, $event_type)
ORDER BY event_date NULLS LAST, event_id
