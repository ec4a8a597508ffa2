-- Documents of which the metadata file says something else than when they were read.
WITH given AS (
    SELECT unnest(from_json($rows, '[{"article_id": "VARCHAR", "digest": "VARCHAR"}]'), recursive := true)
),

asked AS (
    SELECT
        path,
        item,
        coalesce(metadata_digest, '') AS metadata_digest,
        unnest(metadata_ids) AS article_id,
        generate_subscripts(metadata_ids, 1) AS place
    FROM documents
    WHERE inbox = $inbox AND status <> 'deleted' AND len(metadata_ids) > 0
)

SELECT asked.path, asked.item
FROM asked
LEFT JOIN given ON asked.article_id = given.article_id
GROUP BY asked.path, asked.item, asked.metadata_digest
HAVING coalesce(string_agg(given.digest, ' ' ORDER BY asked.place), '') <> asked.metadata_digest
