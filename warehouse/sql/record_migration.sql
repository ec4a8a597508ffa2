INSERT INTO schema_migrations BY NAME
SELECT
    $version AS version,
    $name AS name,
    $sha256 AS sha256,
    now() AT TIME ZONE 'UTC' AS applied_at,
    version() AS duckdb_version
