SELECT mention_a, mention_b
FROM event_overrides
WHERE "action" = 'split'
