SELECT count(*) FROM commitments
