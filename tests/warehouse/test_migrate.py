from pathlib import Path

import pytest

from warehouse.connection import open_memory, open_work
from warehouse.errors import MigrationError, NewerDatabaseError
from warehouse.layout import Layout
from warehouse.migrate import MIGRATIONS, migrate, pending, read_migrations, upgrade

TABLES = {
    "articles",
    "event_mentions",
    "event_participants",
    "runs",
    "source_files",
    "quarantine",
    "schema_migrations",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_first.sql").write_text("CREATE TABLE first (a INTEGER);")
    (made / "0002_second.sql").write_text("CREATE TABLE second (a INTEGER);")
    return made


def test_new_database_gets_every_table(con):
    rows = con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    assert {name for (name,) in rows} >= TABLES


def test_second_time_nothing_is_applied(con):
    assert migrate(con) == []


def test_migrations_are_recorded_with_their_checksum(con):
    rows = con.execute("SELECT version, name, sha256 FROM schema_migrations ORDER BY version").fetchall()
    assert rows == [(m.version, m.name, m.sha256) for m in read_migrations()]


def test_every_table_view_and_column_is_explained(con):
    unexplained = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "SEMI JOIN (FROM duckdb_tables() WHERE NOT internal) USING (table_name) "
        "WHERE comment IS NULL AND table_name <> 'schema_migrations' "
        "UNION ALL SELECT table_name, '' FROM duckdb_tables() WHERE comment IS NULL AND NOT internal "
        "AND schema_name = 'main' AND NOT temporary "
        "UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE comment IS NULL AND NOT internal"
    ).fetchall()
    assert unexplained == []


def test_no_keys_indexes_or_enums(con):
    constraints = con.execute("SELECT DISTINCT constraint_type FROM duckdb_constraints()").fetchall()
    assert constraints == [("NOT NULL",)]
    assert con.execute("SELECT count(*) FROM duckdb_indexes()").fetchall() == [(0,)]


def test_edited_migration_is_drift(folder):
    with open_memory() as con:
        migrate(con, folder=folder)
        (folder / "0001_first.sql").write_text("CREATE TABLE first (a VARCHAR);")
        with pytest.raises(MigrationError, match="0001_first: the file differs"):
            migrate(con, folder=folder)


def test_newer_database_is_refused(folder):
    with open_memory() as con:
        migrate(con, folder=folder)
        (folder / "0002_second.sql").unlink()
        with pytest.raises(NewerDatabaseError, match="0002_second"):
            pending(con, folder=folder)


def test_late_migration_is_refused(folder):
    text = (folder / "0001_first.sql").read_text()
    (folder / "0001_first.sql").unlink()
    with open_memory() as con:
        migrate(con, folder=folder)
        (folder / "0001_first.sql").write_text(text)
        with pytest.raises(MigrationError, match="0001_first: was not applied"):
            migrate(con, folder=folder)


def test_failing_migration_leaves_nothing(folder):
    (folder / "0002_second.sql").write_text("CREATE TABLE second (a INTEGER); CREATE TABLE first (a INTEGER);")
    with open_memory() as con:
        with pytest.raises(MigrationError, match="0002_second"):
            migrate(con, folder=folder)
        assert con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall() == [
            ("first",),
            ("schema_migrations",),
        ]
        (folder / "0002_second.sql").write_text("CREATE TABLE second (a INTEGER);")
        assert migrate(con, folder=folder) == ["0002_second"]


@pytest.mark.parametrize("name", ["1_x.sql", "0003-x.sql", "x.sql"])
def test_strange_file_names_are_refused(folder, name):
    (folder / name).write_text("SELECT 1")
    with pytest.raises(MigrationError, match="file name"):
        read_migrations(folder)


def test_version_used_twice_is_refused(folder):
    (folder / "0002_other.sql").write_text("SELECT 1")
    with pytest.raises(MigrationError, match="has the version of"):
        read_migrations(folder)


def test_upgrade_keeps_a_copy_of_the_database_before(tmp_path, folder):
    directory = tmp_path / "wh"
    assert upgrade(directory, folder=folder) == ["0001_first", "0002_second"]
    assert list(Layout(directory).work.glob("*.before-*")) == []
    (folder / "0003_third.sql").write_text("CREATE TABLE third (a INTEGER);")
    assert upgrade(directory, folder=folder) == ["0003_third"]
    assert [path.name for path in Layout(directory).work.glob("*.before-*")] == ["chasqui.before-0003.duckdb"]


def test_files_are_in_the_old_storage_format(tmp_path):
    upgrade(tmp_path)
    with open_work(tmp_path) as con:
        tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'chasqui'").fetchall()
    assert tags == [({"storage_version": "v1.4.0+"},)]


def test_shipped_migrations_are_numbered_without_gaps():
    assert [m.version for m in read_migrations(MIGRATIONS)] == list(range(1, len(read_migrations(MIGRATIONS)) + 1))
