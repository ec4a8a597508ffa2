SELECT "action", mention_a, mention_b
FROM event_overrides
WHERE "action" NOT IN ('force', 'split') OR mention_a = mention_b
