SELECT mention_a, mention_b
FROM batch_candidates
