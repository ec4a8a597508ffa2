INSERT INTO documents BY NAME
SELECT * FROM batch_documents
