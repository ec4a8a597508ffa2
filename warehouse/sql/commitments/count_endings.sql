SELECT count(*) FROM ending_candidates
