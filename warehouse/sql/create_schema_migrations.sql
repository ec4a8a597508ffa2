CREATE TABLE IF NOT EXISTS schema_migrations (
    version        INTEGER   NOT NULL,
    name           VARCHAR   NOT NULL,
    sha256         VARCHAR   NOT NULL,
    applied_at     TIMESTAMP NOT NULL,
    duckdb_version VARCHAR   NOT NULL
)
