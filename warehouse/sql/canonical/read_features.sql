SELECT *
FROM stg_mention_features
WHERE mention_id IN (SELECT mention_id FROM wanted_mentions)
