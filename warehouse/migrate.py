"""Schema migrations: ordered plain SQL files, each applied once, in one transaction with its record."""

import hashlib
import logging
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connection import open_work, transaction
from warehouse.errors import MigrationError, NewerDatabaseError
from warehouse.layout import Layout
from warehouse.statements import execute

MIGRATIONS = Path(__file__).parent / "migrations"
FILE_NAME = re.compile(r"(?P<version>\d{4})_(?P<name>[a-z0-9_]+)\.sql")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Migration:
    """One file of the migrations folder."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.version:04d}_{self.name}"


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """All migrations of a folder by version; raises `MigrationError` on a strange name or a version used twice."""
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        match = FILE_NAME.fullmatch(path.name)
        if match is None:
            raise MigrationError(path.name, "the file name is not of the form 0001_name.sql")
        migration = Migration(int(match["version"]), match["name"], path.read_text(encoding="utf-8"))
        if migration.version in found:
            raise MigrationError(str(migration), f"has the version of {found[migration.version]}")
        found[migration.version] = migration
    return list(found.values())


def pending(con: DuckDBPyConnection, *, folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations still to be applied.

    Raises `NewerDatabaseError` where the database has one that this version doesn't know, and `MigrationError` where an
    applied one was edited or a new one comes before an applied one.
    """
    migrations = read_migrations(folder)
    applied = _applied(con)
    _refuse_newer(migrations, applied)
    _refuse_drift(migrations, applied)
    return [migration for migration in migrations if migration.version not in applied]


def migrate(con: DuckDBPyConnection, *, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is pending, each migration in a transaction of its own; returns the names applied.

    Raises as `pending` does, and `MigrationError` where the SQL fails: the database then stays as it was before it.
    """
    todo = pending(con, folder=folder)
    if not _has_table(con):
        _create_table(con)
    for migration in todo:
        _apply(con, migration)
    return [str(migration) for migration in todo]


def upgrade(directory: Path, *, folder: Path = MIGRATIONS) -> list[str]:
    """Bring the work database of a warehouse folder up to date, after a backup copy; returns the names applied.

    Call it while holding `lock.single_writer`, with no connection open in this process: closing the copied file would
    drop DuckDB's own lock on it. Raises as `migrate` does.
    """
    with open_work(directory) as con:
        todo = pending(con, folder=folder)
        is_new = not _applied(con)
        con.checkpoint()
    if todo and not is_new:
        _back_up(Layout(directory).database, todo)
    with open_work(directory) as con:
        return migrate(con, folder=folder)


def _applied(con: DuckDBPyConnection) -> dict[int, tuple[str, str]]:
    """Name and checksum of each applied version."""
    if not _has_table(con):
        return {}
    return {version: (name, sha256) for version, name, sha256 in execute(con, "applied_migrations")}


def _has_table(con: DuckDBPyConnection) -> bool:
    return bool(execute(con, "has_schema_migrations")[0][0])


def _create_table(con: DuckDBPyConnection) -> None:
    with transaction(con):
        execute(con, "create_schema_migrations")
        execute(con, "comment_schema_migrations")


def _refuse_newer(migrations: Sequence[Migration], applied: dict[int, tuple[str, str]]) -> None:
    known = {migration.version for migration in migrations}
    for version, (name, _) in sorted(applied.items()):
        if version not in known:
            raise NewerDatabaseError(
                f"{version:04d}_{name}", "is in the database but not in this version of Chasqui: use a newer one"
            )


def _refuse_drift(migrations: Sequence[Migration], applied: dict[int, tuple[str, str]]) -> None:
    last = max(applied, default=0)
    for migration in migrations:
        if migration.version not in applied and migration.version < last:
            raise MigrationError(str(migration), f"was not applied, but the later {last:04d} was")
        if migration.version in applied and applied[migration.version][1] != migration.sha256:
            raise MigrationError(str(migration), "the file differs from what was applied: add a new migration instead")


def _apply(con: DuckDBPyConnection, migration: Migration) -> None:
    record = {"version": migration.version, "name": migration.name, "sha256": migration.sha256}
    try:
        with transaction(con):
            con.execute(migration.sql).fetchall()
            execute(con, "record_migration", record)
    except duckdb.Error as error:
        raise MigrationError(str(migration), str(error)) from error
    logger.info("applied migration %s", migration.name)


def _back_up(database: Path, todo: Sequence[Migration]) -> None:
    """Copy the database, whole or not at all."""
    backup = database.with_name(f"{database.stem}.before-{todo[0].version:04d}{database.suffix}")
    temporary = backup.with_suffix(".tmp")
    shutil.copyfile(database, temporary)
    temporary.replace(backup)
    logger.info("backup copy before the migration: %s", backup)
