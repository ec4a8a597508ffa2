"""What the warehouse knows of the files of an inbox."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from duckdb import DuckDBPyConnection

from warehouse.bulk import as_json
from warehouse.connection import transaction
from warehouse.statements import execute


@dataclass(frozen=True)
class KnownFile:
    """Content and state of a file when a run last read it, and the versions that it was extracted with.

    `awaited` are the languages of its articles that no pipeline could read, parted by blanks. `is_bereft`: an article
    that it repeats, or has an older version of, is no longer there.
    """

    sha256: str
    status: Literal["loaded", "quarantined", "partial", "deleted"]
    article_id: str | None
    extractor_version: str
    model_version: str
    ontology_version: str
    awaited: str = ""
    is_bereft: bool = False


def known_files(con: DuckDBPyConnection, inbox: str) -> dict[str, KnownFile]:
    """Every file ever met in `inbox`, by its path relative to the inbox.

    A file marked `deleted` that is back has to be read again, even with the same content.
    """
    rows = execute(con, "files/known_files", {"inbox": inbox})
    return {path: KnownFile(*values) for path, *values in rows}


def file_status(con: DuckDBPyConnection, inbox: str, path: str) -> str | None:
    """The status of a file; None for one that was never met."""
    rows = execute(con, "quarantine/source_file_status", {"inbox": inbox, "path": path})
    return rows[0][0] if rows else None


def documents_read(
    con: DuckDBPyConnection, inbox: str, path: str, *, reading_id: str, is_partial: bool
) -> frozenset[tuple[str, str | None]]:
    """Place and article id of the documents of a file that need not be loaded again in this reading of it.

    `is_partial`: it was broken off. Else the file is wanted again because of copies, older versions or languages.
    """
    given = {"inbox": inbox, "path": path, "reading_id": reading_id, "is_partial": is_partial}
    return frozenset((item, article_id) for item, article_id in execute(con, "files/read_documents", given))


def outdated_documents(con: DuckDBPyConnection, inbox: str, digests: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The places, by file, of documents of which the metadata file says something else than when they were read.

    `digests` are hashes of its rows by article id.
    """
    rows = as_json({"article_id": article_id, "digest": digest} for article_id, digest in digests.items())
    found: dict[str, set[str]] = defaultdict(set)
    for path, item in execute(con, "files/outdated_documents", {"inbox": inbox, "rows": rows}):
        found[path].add(item)
    return {path: frozenset(items) for path, items in found.items()}


def mark_missing(con: DuckDBPyConnection, inbox: str, present: Iterable[str], *, run_id: str) -> int:
    """Mark the known files of `inbox` that are not among the `present` paths, and their articles, as deleted.

    Nothing is removed. Returns how many were marked now. Call it before loading, so that a file that was moved can take
    over the id of its article.
    """
    paths = list(present)
    with transaction(con):
        execute(con, "files/mark_present", {"inbox": inbox, "present": paths})
        marked = execute(con, "files/mark_missing_files", {"inbox": inbox, "present": paths, "run_id": run_id})
        execute(con, "files/mark_missing_articles", {"inbox": inbox})
        execute(con, "files/mark_missing_documents", {"inbox": inbox, "run_id": run_id})
    return len(marked)
