SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM event_mentions) AS event_mentions,
    (SELECT count(*) FROM event_participants) AS event_participants,
    (SELECT count(*) FROM source_files) AS source_files,
    (SELECT count(*) FROM quarantine) AS quarantine,
    (SELECT count(*) FROM runs) AS runs,
    (SELECT count(*) FROM events) AS events,
    (SELECT count(*) FROM event_links) AS event_links,
    (SELECT count(*) FROM commitments) AS commitments,
    (SELECT count(*) FROM actors) AS actors,
    (SELECT count(*) FROM places) AS places,
    (SELECT count(*) FROM instruments) AS instruments,
    (SELECT count(*) FROM quantities) AS quantities
