"""Opening the work database, and making sure that there is room for the work."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import DiskSpaceError, WarehouseBusyError
from warehouse.layout import Layout

# The oldest release whose clients can still open the files: the default format of 2.x shuts them out.
STORAGE_VERSION = "v1.4.0"
# Nothing is fetched over the network, and no variable of the program can pass for a table.
SEALED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
# What a refresh needs beyond this goes to disk, beside the database. Without a limit DuckDB takes most of the machine:
# a first refresh of 10,000 articles held 12 GB, and was no faster for it.
MEMORY = "1500MB"
WORK: dict[str, str | bool | int | float | list[str]] = {
    **SEALED,
    "storage_compatibility_version": STORAGE_VERSION,
    "memory_limit": MEMORY,
}
SPACE_FACTOR = 3
SMALLEST_SPACE = 64 * 1024 * 1024


def open_work(directory: Path) -> DuckDBPyConnection:
    """A connection to the work database of a warehouse folder, which is made when missing.

    Call it while holding `lock.single_writer`. Raises `WarehouseBusyError` where another process has the file open.
    """
    layout = Layout(directory).create()
    if not layout.database.exists():
        _create(layout.database)
    try:
        return duckdb.connect(str(layout.database), config=WORK)
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise WarehouseBusyError(directory, "the work database is open elsewhere") from error
        raise


def _create(database: Path) -> None:
    """Make an empty database, whole or not at all: killed half-way, DuckDB leaves a file that it never opens again."""
    temporary = database.with_name(f"{database.name}.new")
    temporary.unlink(missing_ok=True)
    duckdb.connect(str(temporary), config=WORK).close()
    temporary.rename(database)


def open_memory() -> DuckDBPyConnection:
    """A connection to an empty database in memory."""
    return duckdb.connect(":memory:", config=SEALED)


@contextmanager
def transaction(con: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """All or nothing: commits at the end, rolls back when anything is raised."""
    con.begin()
    try:
        yield con
    except BaseException:
        _roll_back(con)
        raise
    con.commit()


def _roll_back(con: DuckDBPyConnection) -> None:
    """A fatal error (a full disk) leaves no transaction to roll back; the first error is the one to report."""
    try:
        con.rollback()
    except duckdb.Error:
        con.close()


def require_space(directory: Path) -> None:
    """Raise `DiskSpaceError` unless three times the work database fits on the disk.

    A disk that fills up in the middle kills the connection for good, so this is asked before a run.
    """
    Layout(directory).create()
    needed, free = needed_space(directory), shutil.disk_usage(directory).free
    if free < needed:
        raise DiskSpaceError(directory, needed=needed, free=free)


def needed_space(directory: Path) -> int:
    """The bytes that must be free for a run."""
    database = Layout(directory).database
    size = database.stat().st_size if database.exists() else 0
    return max(SPACE_FACTOR * size, SMALLEST_SPACE)
