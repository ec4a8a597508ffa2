-- The list columns of a mention and its rows in event_participants say the same.
WITH counted AS (
    SELECT event_id, count(*) AS members
    FROM event_participants
    GROUP BY event_id
)

SELECT mentions.event_id AS detail
FROM event_mentions AS mentions
LEFT JOIN counted ON mentions.event_id = counted.event_id
WHERE len(mentions.actors) + len(mentions.recipients) <> coalesce(counted.members, 0)
