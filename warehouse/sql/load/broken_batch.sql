-- What must hold for the rows just loaded; no row means that it does.
SELECT 'article id loaded twice' AS fault, article_id AS example
FROM articles
WHERE article_id IN (SELECT article_id FROM batch_accepted_articles)
GROUP BY article_id
HAVING count(*) > 1
UNION ALL
SELECT 'event id loaded twice', event_id
FROM event_mentions
WHERE event_id IN (SELECT event_id FROM batch_accepted_events)
GROUP BY event_id
HAVING count(*) > 1
UNION ALL
SELECT 'source file listed twice', path
FROM source_files
WHERE (inbox, path) IN (SELECT (inbox, path) FROM batch_file_states)
GROUP BY inbox, path
HAVING count(*) > 1
UNION ALL
SELECT 'file neither loaded nor quarantined', files.path
FROM batch_source_files AS files
ANTI JOIN source_files AS stored
    ON files.inbox = stored.inbox AND files.path = stored.path AND files.sha256 = stored.sha256
UNION ALL
SELECT 'fault lost', faults.quarantine_id
FROM batch_faults AS faults
ANTI JOIN quarantine AS stored ON faults.quarantine_id = stored.quarantine_id
UNION ALL
SELECT 'document lost', told.path || ' ' || told.item
FROM batch_documents AS told
ANTI JOIN documents AS stored
    ON
        told.inbox = stored.inbox
        AND told.path = stored.path
        AND told.item = stored.item
        AND told.reading_id = stored.reading_id
