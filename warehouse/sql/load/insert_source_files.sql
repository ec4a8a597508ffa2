INSERT INTO source_files BY NAME
SELECT * FROM batch_file_states
