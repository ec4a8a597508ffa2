SELECT *
FROM events_cameo
WHERE "GLOBALEVENTID" IN (SELECT event_id FROM chosen_events($since, $until, $country, $event_type))
ORDER BY "SQLDATE" NULLS LAST, "GLOBALEVENTID", "Actor1Code", "Actor2Code"
