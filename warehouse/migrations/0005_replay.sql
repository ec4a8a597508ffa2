-- What became of quarantined rows after they were met, and what kind of run a run was.

ALTER TABLE quarantine ADD COLUMN attempts INTEGER DEFAULT 1;
ALTER TABLE quarantine ADD COLUMN last_attempt_at TIMESTAMP;
ALTER TABLE quarantine ADD COLUMN last_error VARCHAR;
ALTER TABLE quarantine ADD COLUMN closed_at TIMESTAMP;
ALTER TABLE quarantine ADD COLUMN closed_reason VARCHAR;

COMMENT ON COLUMN quarantine.state IS 'open; superseded when a later reading of the file no longer fails this way; replayed when its payload passed; discarded by hand.';
COMMENT ON COLUMN quarantine.payload_form IS 'How the payload is written: json; text; base64 for bytes that are not UTF-8; path where the file was too large to keep: its path, hash and size.';
COMMENT ON COLUMN quarantine.attempts IS 'How often it was tried: the first time, and each replay.';
COMMENT ON COLUMN quarantine.last_attempt_at IS 'When it was last replayed, UTC; null before any replay.';
COMMENT ON COLUMN quarantine.last_error IS 'Why the last replay failed.';
COMMENT ON COLUMN quarantine.closed_at IS 'When it was replayed or discarded, UTC.';
COMMENT ON COLUMN quarantine.closed_reason IS 'What the person who discarded it said.';

ALTER TABLE runs ADD COLUMN kind VARCHAR DEFAULT 'inbox';
ALTER TABLE runs ADD COLUMN held_back BOOLEAN DEFAULT false;

COMMENT ON COLUMN runs.kind IS 'inbox: a run over an inbox; repair: rows of quarantine were replayed or discarded.';
COMMENT ON COLUMN runs.held_back IS 'Whether a critical expectation failed, so that nothing was published.';
