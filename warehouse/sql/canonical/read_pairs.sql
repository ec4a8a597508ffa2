SELECT mention_a, mention_b, score, reason
FROM touched_pairs
