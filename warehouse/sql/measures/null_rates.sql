-- How far the share of events without a slot is from the mean of the last ten runs of the inbox, for the slot that has
-- changed most: a part of the extraction that has gone silent, whatever is usual for it.
WITH shares AS (
    SELECT
        mentions.run_id,
        count(*) AS events,
        avg(CAST(len(mentions.actors) = 0 AS INTEGER)) AS "actor",
        avg(CAST(len(mentions.recipients) = 0 AS INTEGER)) AS "recipient",
        avg(CAST(mentions."date" IS NULL AS INTEGER)) AS "date",
        avg(CAST(mentions.place IS NULL AS INTEGER)) AS "place",
        avg(CAST(mentions."mode" IS NULL AS INTEGER)) AS "mode"
    FROM event_mentions AS mentions
    INNER JOIN runs ON mentions.run_id = runs.run_id
    WHERE runs.inbox = $inbox
    GROUP BY mentions.run_id
),

slots AS (
    UNPIVOT shares ON "actor", "recipient", "date", "place", "mode" INTO NAME slot VALUE share
),

before AS (
    SELECT slot, avg(share) AS usual, count(*) AS runs, min(events) AS fewest
    FROM (
        SELECT slot, share, events
        FROM slots
        WHERE run_id < $run_id AND events >= 50
        QUALIFY row_number() OVER (PARTITION BY slot ORDER BY run_id DESC) <= 10
    )
    GROUP BY slot
)

SELECT
    max(abs(slots.share - before.usual)) AS observed,
    coalesce(CASE WHEN any_value(before.runs) >= 3 THEN any_value(slots.events) END, 0) AS sample_rows,
    arg_max(
        'events without ' || slots.slot || ': ' || CAST(round(100 * slots.share) AS INTEGER) || '%, usual are '
        || CAST(round(100 * before.usual) AS INTEGER) || '%',
        abs(slots.share - before.usual)
    ) AS detail
FROM slots
INNER JOIN before ON slots.slot = before.slot
WHERE slots.run_id = $run_id
