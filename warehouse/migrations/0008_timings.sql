-- How long the stages of each run took, and which files took longest.

CREATE TABLE run_stages (
    run_id  VARCHAR NOT NULL,
    stage   VARCHAR NOT NULL,
    seconds DOUBLE  NOT NULL
);

COMMENT ON TABLE run_stages IS 'How long the stages of each run took.';
COMMENT ON COLUMN run_stages.run_id IS 'Run.';
COMMENT ON COLUMN run_stages.stage IS 'prepare, discover, batches (waiting for workers, and loading), read, extract, validate, load, refresh, check or publish. The seconds of read, extract and validate are those of all worker processes together, within the time of batches; so are those of load.';
COMMENT ON COLUMN run_stages.seconds IS 'Seconds. Those of publish come out with the next snapshot.';

CREATE TABLE run_files (
    run_id           VARCHAR NOT NULL,
    path             VARCHAR NOT NULL,
    bytes            BIGINT  NOT NULL,
    events           BIGINT  NOT NULL,
    read_seconds     DOUBLE  NOT NULL,
    extract_seconds  DOUBLE  NOT NULL,
    validate_seconds DOUBLE  NOT NULL
);

COMMENT ON TABLE run_files IS 'The twenty files of each run that took longest.';
COMMENT ON COLUMN run_files.run_id IS 'Run.';
COMMENT ON COLUMN run_files.path IS 'Path relative to the inbox.';
COMMENT ON COLUMN run_files.bytes IS 'Size of the file.';
COMMENT ON COLUMN run_files.events IS 'Valid events found in it.';
COMMENT ON COLUMN run_files.read_seconds IS 'Seconds to read it.';
COMMENT ON COLUMN run_files.extract_seconds IS 'Seconds to find its events.';
COMMENT ON COLUMN run_files.validate_seconds IS 'Seconds to validate them.';
