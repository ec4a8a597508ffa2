SELECT files.path AS detail
FROM source_files AS files
ANTI JOIN articles
    ON
        files.inbox = articles.inbox
        AND files.path = articles.source_path
        AND files.article_id = articles.article_id
        AND articles.state = 'loaded'
WHERE files.status = 'loaded'
