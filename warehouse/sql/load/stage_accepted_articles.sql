CREATE OR REPLACE TEMP TABLE batch_accepted_articles AS
SELECT made.*, files.inbox
FROM batch_articles AS made
INNER JOIN batch_source_files AS files ON made.source_path = files.path
ANTI JOIN batch_rejected_articles AS rejected ON made.source_path = rejected.source_path
