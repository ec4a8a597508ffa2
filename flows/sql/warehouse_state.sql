SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM event_mentions) AS events,
    (SELECT max(finished_at) FROM runs WHERE state = 'done') AS last_run
