SELECT participants.event_id AS detail
FROM event_participants AS participants
ANTI JOIN event_mentions AS mentions ON participants.event_id = mentions.event_id
