-- What this reading of a file has in the warehouse already. One that was broken off goes on after it; one that is done
-- and wanted again is about copies, older versions and languages only.
SELECT item, article_id
FROM documents
WHERE
    inbox = $inbox
    AND path = $path
    AND reading_id = $reading_id
    AND (status IN ('loaded', 'quarantined') OR ($is_partial AND status IN ('duplicate', 'superseded')))
