"""Records -> DuckDB: shards, migrations, load, checks, snapshots, read-only SQL."""
