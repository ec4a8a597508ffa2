"""Shards -> work database: one transaction per shard, so that a batch is in the warehouse whole or not at all."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connection import transaction
from warehouse.errors import ShardError, StorageError
from warehouse.runs import require_run
from warehouse.shards import TABLES, table_file
from warehouse.statements import execute, statement

# In this order: what the batch brings, what of it is refused, what gives way, what comes in.
STEPS = (
    "stage_claims",
    "stage_held",
    "stage_same_articles",
    "stage_rejected_articles",
    "stage_old_versions",
    "stage_accepted_articles",
    "stage_accepted_events",
    "stage_replaced_articles",
    "stage_repeated_events",
    "create_faults",
    "insert_faults",
    "stage_documents",
    "stage_versions",
    "delete_versions",
    "insert_versions",
    "delete_event_participants",
    "delete_event_mentions",
    "delete_articles",
    "delete_documents",
    "supersede_documents",
    "insert_articles",
    "insert_event_mentions",
    "insert_event_participants",
    "insert_documents",
    "stage_ended_files",
    "mark_vanished_articles",
    "stage_file_states",
    "delete_source_files",
    "insert_source_files",
    "supersede_quarantine",
    "reopen_quarantine",
    "insert_quarantine",
)
# Steps with nothing to do unless one of these found rows: planning a statement costs more than a small batch itself.
ONLY_AFTER = {
    "insert_faults": ("stage_quarantine", "stage_rejected_articles", "stage_repeated_events"),
    "stage_versions": ("stage_replaced_articles", "stage_old_versions"),
    "insert_versions": ("stage_replaced_articles", "stage_old_versions"),
    "delete_event_participants": ("stage_replaced_articles",),
    "delete_event_mentions": ("stage_replaced_articles",),
    "delete_articles": ("stage_replaced_articles",),
    "mark_vanished_articles": ("stage_ended_files",),
    "reopen_quarantine": ("insert_faults",),
    "insert_quarantine": ("insert_faults",),
}
EXAMPLES = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadCounts:
    """What a load put where. Documents of one file count each; `articles_unsupported` are kept without events."""

    files_loaded: int = 0
    files_quarantined: int = 0
    events_loaded: int = 0
    events_quarantined: int = 0
    articles_loaded: int = 0
    articles_unsupported: int = 0
    documents_duplicate: int = 0
    documents_superseded: int = 0
    documents_quarantined: int = 0

    def __add__(self, other: "LoadCounts") -> "LoadCounts":
        return LoadCounts(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


def load_shards(con: DuckDBPyConnection, shards: Sequence[Path], *, run_id: str) -> LoadCounts:
    """Load shards in the given order, each in a transaction of its own. Loading a shard again changes nothing.

    The files of a shard replace what they held before; of files that come in parts, the last part settles what is gone.
    An article that is there already, in another place, is a duplicate; of two versions of one the newer stays, the
    other goes into `article_versions`. An article whose id belongs to an unrelated one of another file, and an event
    whose id its article already has, go to quarantine. Returns the counts of all shards. Raises
    `ShardError` on a shard that is not sound, which then leaves no trace; those before it stay loaded. Raises
    `StorageError` where the disk fails.
    """
    require_run(con, run_id)
    counts = LoadCounts()
    for shard in shards:
        counts += _load_shard(con, shard, run_id=run_id)
    return counts


def _load_shard(con: DuckDBPyConnection, shard: Path, *, run_id: str) -> LoadCounts:
    missing = [table for table in TABLES if not table_file(shard, table).is_file()]
    if missing:
        raise ShardError(shard.name, f"files are missing: {', '.join(missing)}")
    try:
        with transaction(con):
            counts = _replace_batch(con, shard, run_id=run_id)
    except (duckdb.FatalException, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        con.close()
        raise StorageError(str(error)) from error
    except duckdb.Error as error:
        raise ShardError(shard.name, str(error)) from error
    logger.info("loaded shard %s: %s", shard.name, counts)
    return counts


def _replace_batch(con: DuckDBPyConnection, shard: Path, *, run_id: str) -> LoadCounts:
    touched: dict[str, int] = {}
    for table in TABLES:
        staged = execute(con, f"load/stage_{table}", {"path": str(table_file(shard, table))})
        touched[f"stage_{table}"] = staged[0][0]
    _refuse_faults(con, shard, "load/faulty_shard")
    given = {"run_id": run_id, **{table: str(table_file(shard, table)) for table in TABLES}}
    for step in STEPS:
        if step not in ONLY_AFTER or any(touched.get(earlier) for earlier in ONLY_AFTER[step]):
            touched[step] = _run_step(con, f"load/{step}", given)
    _refuse_faults(con, shard, "load/broken_batch")
    return LoadCounts(*execute(con, "load/counts")[0])


def _run_step(con: DuckDBPyConnection, name: str, given: Mapping[str, str]) -> int:
    """The number of rows that a step staged or changed.

    Steps name the run or files of the shard; DuckDB refuses a parameter that a statement doesn't use.
    """
    text = statement(name)
    return int(execute(con, name, {key: value for key, value in given.items() if f"${key}" in text} or None)[0][0])


def _refuse_faults(con: DuckDBPyConnection, shard: Path, check: str) -> None:
    faults = execute(con, check)
    if faults:
        listed = "; ".join(f"{fault}: {example}" for fault, example in faults[:EXAMPLES])
        more = f"; and {len(faults) - EXAMPLES} more" if len(faults) > EXAMPLES else ""
        raise ShardError(shard.name, listed + more)
