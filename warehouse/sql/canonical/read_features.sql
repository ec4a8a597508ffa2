SELECT
    mention_id,
    article_id,
    event_type,
    mode,
    status,
    actor_keys,
    recipient_keys,
    published_date,
    day_kind,
    first_day,
    last_day,
    place_name,
    place_country,
    is_place_exact,
    "trigger",
    words,
    instrument,
    quantities,
    same_as
FROM stg_mentions
WHERE
    rowid IN (SELECT rowid FROM stg_mentions WHERE mention_id IN (SELECT mention_id FROM wanted_mentions))
