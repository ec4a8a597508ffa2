DELETE FROM commitments
