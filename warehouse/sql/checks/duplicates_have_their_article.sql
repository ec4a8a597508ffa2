-- A document that was taken for a copy or an older version points at an article that is known.
SELECT documents.path || ' ' || documents.item AS detail
FROM documents
ANTI JOIN articles ON documents.article_id = articles.article_id
WHERE documents.status IN ('duplicate', 'superseded') AND documents.article_id IS NOT NULL
