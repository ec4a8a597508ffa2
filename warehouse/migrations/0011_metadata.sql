-- What the metadata file said of each document: a document whose rows change is read again.

ALTER TABLE documents ADD COLUMN metadata_ids VARCHAR[];
ALTER TABLE documents ADD COLUMN metadata_digest VARCHAR;

COMMENT ON COLUMN documents.metadata_ids IS 'Ids by which it was looked for in the metadata file; null or empty where the row has the name of the file.';
COMMENT ON COLUMN documents.metadata_digest IS 'Hashes of the rows found by them, in this order; empty where there was none.';
