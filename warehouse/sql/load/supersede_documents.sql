-- Documents elsewhere whose article has a newer version now.
UPDATE documents
SET status = 'superseded', reason = 'there is a newer version', run_id = $run_id
FROM batch_accepted_articles AS accepted
WHERE
    documents.article_id = accepted.article_id
    AND documents.status IN ('loaded', 'unsupported_language')
    AND (documents.inbox <> accepted.inbox OR documents.path <> accepted.source_path OR documents.item <> accepted.item)
