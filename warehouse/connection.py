"""Opening the work database, and making sure that there is room for the work."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import DamagedError, DiskSpaceError, WarehouseBusyError
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
IN_USE = "set lock on"
"""In the text of the error where another process has a database open."""
MEND_WORK = "where it is damaged, move it away: the next run goes on from what is published"
MEND_PUBLISHED = "`chasqui rollback` publishes the snapshot before"

logger = logging.getLogger(__name__)


def open_work(directory: Path) -> DuckDBPyConnection:
    """A connection to the work database of a warehouse folder.

    One that is missing is made: from the published snapshot, else empty. Call it while holding `lock.single_writer`.
    Raises `WarehouseBusyError` where another process has the file open, `DamagedError` where it can't be opened.
    """
    layout = Layout(directory).create()
    if not layout.database.exists():
        _create(layout)
    try:
        return duckdb.connect(str(layout.database), config=WORK)
    except duckdb.Error as error:
        if IN_USE in str(error):
            raise WarehouseBusyError(directory, "the work database is open elsewhere") from error
        raise DamagedError(layout.database, str(error), mend=MEND_WORK) from error


def _create(layout: Layout) -> None:
    """Make the database, whole or not at all: killed half-way, DuckDB leaves a file that it never opens again."""
    temporary = layout.database.with_name(f"{layout.database.name}.new")
    temporary.unlink(missing_ok=True)
    # What a lost database left behind fits no other one.
    layout.database.with_name(f"{layout.database.name}.wal").unlink(missing_ok=True)
    if layout.published.exists():
        logger.warning("%s is not there: it is made from what is published", layout.database)
        shutil.copyfile(layout.published, temporary)
    try:
        duckdb.connect(str(temporary), config=WORK).close()
    except duckdb.Error as error:
        raise DamagedError(layout.published, str(error), mend=MEND_PUBLISHED) from error
    temporary.rename(layout.database)


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
    layout = Layout(directory)
    size = max((path.stat().st_size for path in (layout.database, layout.published) if path.exists()), default=0)
    return max(SPACE_FACTOR * size, SMALLEST_SPACE)
