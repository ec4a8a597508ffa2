"""Work database -> published snapshot.

Readers open `warehouse.duckdb`, a symlink to the newest snapshot. A snapshot is never written again, so readers and the
writer never wait for each other; whoever opened an older one keeps it.
"""

import logging
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.connection import SEALED, open_work
from warehouse.errors import NotPublishedError, PublishError
from warehouse.layout import Layout
from warehouse.statements import execute

KEPT_SNAPSHOTS = 3
READ_ONLY = 0o444
TEMPORARY = ".part"
# DuckDB spills what does not fit into memory beside the database that it reads.
SPILL = ".tmp"

logger = logging.getLogger(__name__)


def publish(directory: Path, *, keep: int = KEPT_SNAPSHOTS) -> Path:
    """Publish the work database of a warehouse folder; returns the new snapshot. At least three are kept.

    Killed at any moment, it leaves the snapshot before or the new one published, and the next call sweeps the rest.
    Call it while holding `lock.single_writer`, with no connection to the work database open in this process. Raises
    `PublishError` where the copy is not whole, or where `warehouse.duckdb` is not ours to replace.
    """
    layout = Layout(directory).create()
    if layout.published.exists() and not layout.published.is_symlink():
        raise PublishError(layout.published, "is not a link to a snapshot; move it away first")
    _sweep_temporary(layout)
    with open_work(directory) as con:
        con.checkpoint()
        counts = execute(con, "table_counts")
    snapshot = _copy(layout.database, layout.snapshots / f"wh-{_load_id()}.duckdb", counts=counts)
    _point_to(layout.published, snapshot)
    _sweep_snapshots(layout, keep=max(keep, KEPT_SNAPSHOTS))
    logger.info("published %s", snapshot)
    return snapshot


def rollback(directory: Path) -> Path:
    """Publish again the snapshot before the one that is published now; returns it.

    The work database is not touched: the next run publishes what it holds. Call it while holding
    `lock.single_writer`. Raises `NotPublishedError` where nothing is published, and `PublishError` where there is no
    snapshot before, or where it can't be opened.
    """
    layout = Layout(directory)
    if not layout.published.exists():
        raise NotPublishedError(layout.published)
    current = layout.published.resolve()
    older = [path for path in sorted(layout.snapshots.glob("wh-*.duckdb")) if path.name < current.name]
    if not older:
        raise PublishError(layout.published, "there is no snapshot before the published one")
    _require_readable(older[-1])
    _point_to(layout.published, older[-1])
    logger.info("rolled back to %s", older[-1])
    return older[-1]


def _require_readable(path: Path) -> None:
    try:
        duckdb.connect(str(path), read_only=True, config=SEALED).close()
    except duckdb.Error as error:
        raise PublishError(path, f"the snapshot can't be opened: {error}") from error


def _load_id() -> str:
    """The moment in UTC: names sort by age."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _copy(database: Path, snapshot: Path, *, counts: list[tuple[int, ...]]) -> Path:
    temporary = snapshot.with_name(snapshot.name + TEMPORARY)
    shutil.copyfile(database, temporary)
    temporary.chmod(READ_ONLY)
    _sync(temporary)
    _verify(temporary, counts=counts)
    temporary.rename(snapshot)
    _sync(snapshot.parent)
    return snapshot


def _verify(path: Path, *, counts: list[tuple[int, ...]]) -> None:
    """The copy opens, and every table has the rows of the original."""
    try:
        with duckdb.connect(str(path), read_only=True, config=SEALED) as con:
            copied = execute(con, "table_counts")
    except duckdb.Error as error:
        raise PublishError(path, f"the copy can't be opened: {error}") from error
    if copied != counts:
        raise PublishError(path, f"the copy holds {copied} rows where the work database holds {counts}")


def _point_to(published: Path, snapshot: Path) -> None:
    """Swap the symlink in one step; its target is relative, so that the folder can be moved."""
    temporary = published.with_name(published.name + TEMPORARY)
    temporary.symlink_to(snapshot.relative_to(published.parent))
    temporary.replace(published)
    _sync(published.parent)


def _sweep_temporary(layout: Layout) -> None:
    layout.published.with_name(layout.published.name + TEMPORARY).unlink(missing_ok=True)
    for path in layout.snapshots.glob(f"wh-*.duckdb{TEMPORARY}"):
        _remove(path)


def _sweep_snapshots(layout: Layout, *, keep: int) -> None:
    """Delete all but the newest snapshots, with the spill folders that their readers left; never the published one."""
    current = layout.published.resolve()
    snapshots = sorted(layout.snapshots.glob("wh-*.duckdb"))
    for path in snapshots[:-keep]:
        if path.resolve() != current:
            _remove(path.with_name(path.name + SPILL))
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Make a file or a folder's entries safe on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
