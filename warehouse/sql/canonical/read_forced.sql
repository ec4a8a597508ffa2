SELECT least(mention_a, mention_b), greatest(mention_a, mention_b)
FROM event_overrides
WHERE "action" = 'force'
