COMMENT ON TABLE schema_migrations IS 'Migrations applied to this database, with the checksum of their text.'
