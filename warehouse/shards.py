"""Shards: one folder of Parquet files per batch, written by the workers, loaded by the one writer."""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connection import open_memory
from warehouse.errors import ShardError
from warehouse.layout import Layout
from warehouse.statements import execute

TABLES = ("articles", "event_mentions", "source_files", "quarantine", "repeats")
TEMPORARY = ".tmp"
BATCH_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def write_shard(directory: Path, batch_id: str, tables: Mapping[str, Sequence[str]]) -> Path:
    """Write one batch under `shards/<batch_id>` of a warehouse folder, whole or not at all.

    `tables` holds JSON lines per table name, with the keys listed in `sql/shard/`: an article or event is its record
    with the `source_path` that `source_files` has as `path`. A table left out is empty, a shard of the same id is
    replaced. Returns the folder; raises `ShardError` on a bad batch id, an unknown table, or a line that doesn't fit
    its table.
    """
    unknown = sorted(set(tables) - set(TABLES))
    if unknown or not BATCH_ID.fullmatch(batch_id) or batch_id.endswith(TEMPORARY):
        raise ShardError(batch_id, f"unknown tables: {', '.join(unknown)}" if unknown else "not a usable batch id")
    shards = Layout(directory).create().shards
    temporary = shards / f"{batch_id}{TEMPORARY}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    with open_memory() as con:
        for table in TABLES:
            _write_table(con, temporary, table, tables.get(table, ()))
    return _put_in_place(temporary, shards / batch_id)


def table_file(shard: Path, table: str) -> Path:
    """The file of one table in a shard."""
    return shard / f"{table}.parquet"


def pending_shards(directory: Path) -> list[Path]:
    """The whole shards of a warehouse folder, oldest first: after a killed run, those that it left behind."""
    shards = Layout(directory).shards
    if not shards.is_dir():
        return []
    found = [path for path in shards.iterdir() if path.is_dir() and path.suffix != TEMPORARY]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def remove_shards(shards: Sequence[Path]) -> None:
    """Delete shards that were loaded."""
    for shard in shards:
        shutil.rmtree(shard)


def sweep_shards(directory: Path) -> int:
    """Delete what killed workers left half written; returns how many. Call it before workers start."""
    stale = list(Layout(directory).shards.glob(f"*{TEMPORARY}"))
    for path in stale:
        shutil.rmtree(path)
    return len(stale)


def _write_table(con: DuckDBPyConnection, folder: Path, table: str, lines: Sequence[str]) -> None:
    source = folder / f"{table}.jsonl"
    try:
        source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        execute(con, f"shard/{table}", {"source": str(source), "target": str(table_file(folder, table))})
    except (duckdb.Error, UnicodeEncodeError) as error:
        raise ShardError(folder.stem, f"{table}: {error}") from error
    source.unlink()


def _put_in_place(temporary: Path, final: Path) -> Path:
    if final.exists():
        shutil.rmtree(final)
    return temporary.rename(final)
