-- Where a mention is looked for: its type, two participants (either way round) or a single one, and a window of 16 days.
-- Blocks of a single participant are for mentions that name no other.
INSERT INTO stg_event_keys BY NAME
WITH mentions AS (
    SELECT
        mention_id,
        article_id,
        event_type,
        actor_keys[1:8] AS actors,
        recipient_keys[1:8] AS recipients,
        list_sort(list_distinct(list_concat(actor_keys[1:8], recipient_keys[1:8]))) AS participants,
        day_kind,
        first_day,
        last_day
    FROM fresh_mentions
    WHERE first_day IS NOT NULL
),

dyads AS (
    SELECT
        *,
        CASE
            WHEN len(actors) > 0 AND len(recipients) > 0 THEN list_distinct(
                flatten(list_transform(actors, lambda a: list_transform(recipients, lambda r: least(a, r) || '|' || greatest(a, r))))
            )
            ELSE flatten(
                list_transform(
                    participants,
                    lambda a: list_transform(list_filter(participants, lambda r: r > a), lambda r: a || '|' || r)
                )
            )
        END AS pairs,
        CASE
            WHEN day_kind IN ('long', 'open') THEN ['from ' || CAST(first_day AS VARCHAR)]
            ELSE list_transform(
                range((first_day - DATE '1900-01-01' - 1) // 16, (last_day - DATE '1900-01-01' + 1) // 16 + 1),
                lambda n: CAST(n AS VARCHAR)
            )
        END AS windows
    FROM mentions
),

blocks AS (
    SELECT *, len(pairs) = 0 AS is_one_sided, unnest(list_concat(pairs, participants)) AS who
    FROM dyads
),

windowed AS (
    SELECT *, unnest(windows) AS "window"
    FROM blocks
)

SELECT
    mention_id,
    article_id,
    md5_number_lower(event_type || '|' || who || '|' || "window") AS "block",
    is_one_sided,
    NOT list_contains(pairs, who) AS is_single,
    first_day,
    last_day
FROM windowed
