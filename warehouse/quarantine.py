"""The rows of `quarantine` after they were met: found, closed by a replay, discarded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from schemas import Published
from schemas.errors import TerminalError
from warehouse.connection import transaction
from warehouse.shards import table_file
from warehouse.statements import execute


class UnknownFaultError(TerminalError):
    """No row of quarantine, or more than one, has an id that begins so."""

    def __init__(self, prefix: str, reason: str) -> None:
        super().__init__(f"quarantine {prefix}: {reason}")
        self.prefix = prefix
        self.reason = reason


@dataclass(frozen=True)
class Kept:
    """A row of quarantine with what is needed to try it again."""

    quarantine_id: str
    stage: str
    inbox: str
    source_path: str
    source_sha256: str
    article_id: str | None
    payload: str
    payload_form: str
    state: str
    item: str | None = None

    @property
    def is_event(self) -> bool:
        """Whether one event of an article failed, and not the whole file."""
        return self.payload_form == "json"


@dataclass(frozen=True)
class OpenCause:
    """A kind of fault that files of an inbox have now; `new` of them were met by the run that asks."""

    stage: str
    rule: str
    count: int
    new: int


@dataclass(frozen=True)
class StoredArticle:
    """What an event record is held against."""

    text: str
    path: str
    published: Published | None


def open_ids(con: DuckDBPyConnection) -> list[str]:
    """The ids of all open rows, oldest first."""
    return [row[0] for row in execute(con, "quarantine/open_ids")]


def full_ids(con: DuckDBPyConnection, prefixes: Sequence[str]) -> list[str]:
    """The ids that begin as given; raises `UnknownFaultError` where none or several do."""
    return [_full_id(con, prefix) for prefix in dict.fromkeys(prefixes)]


def kept(con: DuckDBPyConnection, ids: Sequence[str]) -> list[Kept]:
    """The rows of these ids, oldest first."""
    return [Kept(*row) for row in execute(con, "quarantine/rows_by_id", {"ids": list(ids)})]


def note_failure(con: DuckDBPyConnection, ids: Sequence[str], *, error: str) -> None:
    """Count an attempt that failed."""
    execute(con, "quarantine/note_failure", {"ids": list(ids), "error": error})


def close_replayed(con: DuckDBPyConnection, ids: Sequence[str]) -> int:
    """Close what passed; returns how many rows that were."""
    return len(execute(con, "quarantine/close_replayed", {"ids": list(ids)}))


def discard(con: DuckDBPyConnection, ids: Sequence[str], *, reason: str | None) -> list[str]:
    """Close open rows for good; returns the ids of those that were open."""
    return [row[0] for row in execute(con, "quarantine/discard", {"ids": list(ids), "reason": reason})]


def open_causes(con: DuckDBPyConnection, inbox: str, *, run_id: str) -> list[OpenCause]:
    """What is wrong now with the files that lie in an inbox."""
    return [OpenCause(*row) for row in execute(con, "quarantine/open_causes", {"inbox": inbox, "run_id": run_id})]


def open_samples(con: DuckDBPyConnection, inbox: str, *, most: int) -> list[tuple[str, str]]:
    """Path and reason of some of these faults."""
    return [(row[0], row[1]) for row in execute(con, "quarantine/open_samples", {"inbox": inbox, "most": most})]


def inboxes(con: DuckDBPyConnection) -> list[str]:
    """The inboxes that ever had a fault."""
    return [row[0] for row in execute(con, "quarantine/list_inboxes")]


def mark_repair(con: DuckDBPyConnection, run_id: str) -> None:
    """Note that a run repairs the quarantine, and reads no inbox."""
    execute(con, "quarantine/set_kind", {"run_id": run_id, "kind": "repair"})


def stored_article(con: DuckDBPyConnection, article_id: str) -> StoredArticle | None:
    """What the warehouse holds of an article; None if it isn't there."""
    rows = execute(con, "quarantine/stored_article", {"article_id": article_id})
    if not rows:
        return None
    text, path, day, precision, source, words = rows[0]
    published = None if day is None else Published(day=day, precision=precision, source=source, text=words)
    return StoredArticle(text, path, published)


def has_event(con: DuckDBPyConnection, event_id: str) -> bool:
    return bool(execute(con, "quarantine/event_exists", {"event_id": event_id}))


def load_event(con: DuckDBPyConnection, shard: Path, *, quarantine_id: str, run_id: str) -> None:
    """Add the one event of a shard to its article and close its row, both or neither."""
    with transaction(con):
        given = {"event_mentions": str(table_file(shard, "event_mentions")), "run_id": run_id}
        execute(con, "quarantine/stage_event", {"path": given["event_mentions"]})
        execute(con, "load/insert_event_mentions", given)
        execute(con, "load/insert_event_participants", given)
        execute(con, "quarantine/touch_article")
        close_replayed(con, [quarantine_id])


def is_deleted(con: DuckDBPyConnection, row: Kept) -> bool:
    """Whether the file of a row no longer lies in its inbox."""
    params = {"inbox": row.inbox, "path": row.source_path}
    return execute(con, "quarantine/source_file_status", params) == [("deleted",)]


def mark_deleted(con: DuckDBPyConnection, row: Kept) -> None:
    """Mark a file and its article as deleted: it was loaded from what was kept, but the file is gone."""
    params = {"inbox": row.inbox, "path": row.source_path}
    with transaction(con):
        execute(con, "quarantine/mark_deleted_file", params)
        execute(con, "quarantine/mark_deleted_article", params)


def _full_id(con: DuckDBPyConnection, prefix: str) -> str:
    found = [row[0] for row in execute(con, "quarantine/match_ids", {"prefix": prefix})]
    if not found:
        raise UnknownFaultError(prefix, "there is no such row")
    if len(found) > 1 and found[0] != prefix:
        raise UnknownFaultError(prefix, "several ids begin so; give more of it")
    return str(found[0])
