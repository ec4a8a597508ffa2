INSERT INTO stg_applied_overrides
SELECT "action", mention_a, mention_b
FROM event_overrides
