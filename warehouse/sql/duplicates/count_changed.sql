SELECT count(*) FROM changed_duplicates
