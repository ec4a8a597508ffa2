-- What makes a shard unusable; no row means that it is sound.
SELECT 'more than one inbox' AS fault, string_agg(DISTINCT inbox, ', ') AS example
FROM batch_source_files
HAVING count(DISTINCT inbox) > 1
UNION ALL
SELECT 'source file listed twice', path
FROM batch_source_files
GROUP BY path
HAVING count(*) > 1
UNION ALL
SELECT 'source file without path, hash, size or known status', path
FROM batch_source_files
WHERE
    inbox IS NULL OR path IS NULL OR sha256 IS NULL OR bytes IS NULL OR status IS NULL
    OR status NOT IN ('loaded', 'quarantined', 'partial')
UNION ALL
SELECT 'article without a loaded source file', article_id
FROM batch_articles
WHERE source_path NOT IN (SELECT path FROM batch_source_files WHERE status <> 'quarantined')
UNION ALL
SELECT 'two articles from a file of one', source_path
FROM batch_articles
WHERE source_path IN (SELECT path FROM batch_source_files WHERE article_id IS NOT NULL)
GROUP BY source_path
HAVING count(*) > 1
UNION ALL
SELECT 'loaded source file without its article', files.path
FROM batch_source_files AS files
ANTI JOIN batch_articles AS made
    ON files.path = made.source_path AND files.article_id = made.article_id
WHERE files.status = 'loaded' AND files.article_id IS NOT NULL
UNION ALL
SELECT 'event without its article', mentions.event_id
FROM batch_event_mentions AS mentions
ANTI JOIN batch_articles AS made
    ON
        mentions.source_path = made.source_path
        AND mentions.item = made.item
        AND mentions.article_id = made.article_id
UNION ALL
SELECT 'quarantine row without its source file', source_path
FROM batch_quarantine
WHERE source_path NOT IN (SELECT path FROM batch_source_files)
UNION ALL
SELECT 'quarantined source file without a reason', files.path
FROM batch_source_files AS files
ANTI JOIN batch_quarantine AS failed ON files.path = failed.source_path AND files.sha256 = failed.source_sha256
WHERE files.status = 'quarantined'
