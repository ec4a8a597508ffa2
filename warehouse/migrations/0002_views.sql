-- Views for hand-written SQL: plain columns, plain names.

CREATE VIEW events_flat AS
SELECT
    mentions.event_id,
    mentions.event_date_start AS "date",
    mentions.event_date_end AS date_end,
    mentions."date"."precision" AS date_precision,
    mentions.event_type AS "type",
    mentions.mode,
    mentions.status,
    mentions.score,
    array_to_string(list_transform(list_filter(mentions.actors, lambda p: p.code IS NOT NULL), lambda p: p.code), ', ') AS actors,
    array_to_string(list_transform(list_filter(mentions.recipients, lambda p: p.code IS NOT NULL), lambda p: p.code), ', ') AS recipients,
    array_to_string(list_transform(mentions.actors, lambda p: coalesce(p."name", p."text")), '; ') AS actor_names,
    array_to_string(list_transform(mentions.recipients, lambda p: coalesce(p."name", p."text")), '; ') AS recipient_names,
    coalesce(mentions.place."name", mentions.place."text") AS place,
    mentions.place.country AS country,
    array_to_string(mentions.contexts, ', ') AS contexts,
    coalesce(mentions.speaker."name", mentions.speaker."text") AS speaker,
    coalesce(mentions.instrument."name", mentions.instrument."text") AS instrument,
    mentions.sentence."text" AS sentence,
    mentions.confidence,
    mentions.same_as,
    articles.published_date AS published,
    articles.title,
    articles.publisher,
    articles.url,
    mentions.article_id,
    articles.state AS article_state
FROM event_mentions AS mentions
INNER JOIN articles ON mentions.article_id = articles.article_id;

COMMENT ON VIEW events_flat IS 'Event mentions with plain columns: codes and names as text, the article beside them.';

CREATE VIEW dyads AS
SELECT
    mentions.event_id,
    mentions.event_date_start AS "date",
    mentions.event_type AS "type",
    mentions.mode,
    mentions.status,
    mentions.score,
    actor.code AS actor,
    recipient.code AS recipient,
    actor."name" AS actor_name,
    recipient."name" AS recipient_name,
    mentions.article_id
FROM event_mentions AS mentions
INNER JOIN event_participants AS actor
    ON mentions.event_id = actor.event_id AND actor."role" = 'actor'
INNER JOIN event_participants AS recipient
    ON mentions.event_id = recipient.event_id AND recipient."role" = 'recipient';

COMMENT ON VIEW dyads IS 'One row per actor, recipient and event mention.';

CREATE VIEW faults AS
SELECT
    quarantined.quarantine_id,
    quarantined.stage,
    quarantined.source_path AS path,
    reason."rule" AS "rule",
    reason."field" AS "field",
    reason.message,
    quarantined.article_id,
    quarantined.run_id,
    quarantined.created_at
FROM quarantine AS quarantined,
    unnest(quarantined.reasons) AS listed(reason)
WHERE quarantined.state = 'open';

COMMENT ON VIEW faults IS 'Why files and records are in quarantine: one row per reason, open ones only.';
