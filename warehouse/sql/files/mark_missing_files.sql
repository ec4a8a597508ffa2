UPDATE source_files
SET status = 'deleted', run_id = $run_id
WHERE inbox = $inbox AND status <> 'deleted' AND path NOT IN (SELECT unnest(CAST($present AS VARCHAR[])))
RETURNING path
