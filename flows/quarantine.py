"""The quarantine by hand: what is in it, trying it again with the present code, and setting it aside."""

import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.discovery import READING_ID_LENGTH
from flows.extraction import read_metadata_file
from flows.fingerprint import file_digest
from flows.job import ENGLISH
from flows.limits import DEFAULT_LIMITS, Limits
from flows.nightly import current_versions, later_run_id, new_run_id, prepare
from flows.pool import extract_batches
from flows.rows import Versions, event_line, payload_bytes
from flows.worker import (
    DEFAULT_READING,
    Batch,
    BatchResult,
    ExtractFactory,
    ReadOptions,
    WorkItem,
    language_extractor,
    one_line,
)
from schemas import ontology, stable_hash, validate_event
from schemas.errors import RecordError
from warehouse.connection import open_work
from warehouse.expectations import Asked, Expectation, Outcome, check, read_expectations
from warehouse.load import load_shards
from warehouse.lock import single_writer
from warehouse.publish import publish
from warehouse.quarantine import (
    Kept,
    OpenCause,
    close_replayed,
    discard,
    full_ids,
    has_event,
    inboxes,
    is_deleted,
    kept,
    load_event,
    mark_deleted,
    mark_repair,
    note_failure,
    open_causes,
    open_ids,
    stored_article,
)
from warehouse.query import query
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.shards import remove_shards, write_shard
from warehouse.transform import refresh

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = logging.getLogger(__name__)

REPAIR = "(quarantine)"
"""In place of the inbox of a run that repairs."""
COPIES = "replay"
LONGEST_SUFFIX = 20
NO_VERSIONS = Versions("none", "none", ontology.VERSION)
"""Of runs that extract nothing."""


@dataclass(frozen=True)
class RepairJob:
    """What replays need to know; the settings of the same names."""

    warehouse: Path
    metadata: Path | None = None
    model: str = "en_chasqui_news"
    workers: int = 1
    limits: Limits = DEFAULT_LIMITS
    models: Mapping[str, str] = field(default_factory=dict)
    reading: ReadOptions = DEFAULT_READING
    expectations: Path | None = None


@dataclass(frozen=True)
class Failed:
    """A row that fails again."""

    quarantine_id: str
    path: str
    reason: str


@dataclass(frozen=True)
class RepairSummary:
    """What became of the rows; `causes` are what is still open, by inbox."""

    run_id: str
    closed: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    already_closed: tuple[str, ...] = ()
    broken: tuple[Outcome, ...] = ()
    causes: Mapping[str, Sequence[OpenCause]] | None = None
    snapshot: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Filters:
    """Which rows to list."""

    state: str = "open"
    stage: str | None = None
    rule: str | None = None
    run_id: str | None = None
    path: str | None = None
    limit: int = 100


def list_rows(warehouse: Path, filters: Filters) -> list[dict[str, Any]]:
    """The rows of the published quarantine that pass the filters, newest first, without their payloads."""
    found = query(warehouse, _statement("quarantine_list"), asdict(filters))
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def show_rows(warehouse: Path, prefix: str) -> list[dict[str, Any]]:
    """All columns of the rows whose id begins so."""
    found = query(warehouse, _statement("quarantine_show"), {"prefix": prefix})
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def replay(
    job: RepairJob,
    prefixes: Sequence[str] | None,
    *,
    factory: ExtractFactory | None = None,
    versions: Versions | None = None,
) -> RepairSummary:
    """Run the present code on what was kept of these rows, of all open ones for None, and publish.

    What passes is loaded and closed, what fails again stays open with one attempt more. Doing it again changes nothing.
    A file that no longer lies in its inbox is loaded and marked as deleted, as if it had been loaded while it was
    there. Raises `UnknownFaultError` before anything is done, and what `run_nightly` raises.
    """
    versions = versions or current_versions(job.model)
    factory = factory or partial(language_extractor, {ENGLISH: job.model, **job.models})

    def work(con: "DuckDBPyConnection", run_id: str) -> RepairSummary:
        rows = kept(con, open_ids(con) if prefixes is None else full_ids(con, prefixes))
        due = [row for row in rows if row.state == "open"]
        files = [row for row in due if not row.is_event]
        failed = _replay_files(con, files, job=job, run_id=run_id, factory=factory, versions=versions)
        failed += _replay_events(con, [row for row in due if row.is_event], job=job, run_id=run_id)
        refresh(con, run_id=run_id, as_of=datetime.now(UTC).date())
        return RepairSummary(
            run_id=run_id,
            closed=tuple(sorted({row.quarantine_id for row in due} - {row.quarantine_id for row in failed})),
            failed=tuple(failed),
            already_closed=tuple(row.quarantine_id for row in rows if row.state != "open"),
        )

    return _repair(job, versions, work)


def discard_rows(job: RepairJob, prefixes: Sequence[str], *, reason: str | None) -> RepairSummary:
    """Close open rows without trying them again, and publish; raises `UnknownFaultError` before anything is done."""

    def work(con: "DuckDBPyConnection", run_id: str) -> RepairSummary:
        ids = full_ids(con, prefixes)
        closed = discard(con, ids, reason=reason)
        already = tuple(one for one in ids if one not in closed)
        return RepairSummary(run_id=run_id, closed=tuple(closed), already_closed=already)

    return _repair(job, NO_VERSIONS, work)


def _repair(
    job: RepairJob, versions: Versions, work: Callable[["DuckDBPyConnection", str], RepairSummary]
) -> RepairSummary:
    """Do the work as a run of its own, check and publish; the run ends as failed when anything is raised."""
    expectations = read_expectations(job.expectations)
    with single_writer(job.warehouse):
        prepare(job.warehouse)
        with _copies(job.warehouse), open_work(job.warehouse) as con:
            run_id = later_run_id(con, new_run_id())
            start_run(con, run_id=run_id, inbox=REPAIR, **asdict(versions))
            mark_repair(con, run_id)
            try:
                summary = work(con, run_id)
                summary = _checked(con, summary, expectations=expectations)
            except Exception as error:
                finish_run(con, run_id=run_id, state="failed", counts=RunCounts(), error=one_line(error))
                raise
        if any(outcome.is_critical for outcome in summary.broken):
            return summary
        return replace(summary, snapshot=str(publish(job.warehouse)))


@contextmanager
def _copies(warehouse: Path) -> Iterator[None]:
    """The folder for copies of files is empty before and gone after."""
    shutil.rmtree(warehouse / COPIES, ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(warehouse / COPIES, ignore_errors=True)


def _checked(
    con: "DuckDBPyConnection", summary: RepairSummary, *, expectations: Sequence[Expectation]
) -> RepairSummary:
    outcomes = check(con, expectations, Asked(summary.run_id, REPAIR), scope="warehouse")
    causes = {inbox: open_causes(con, inbox, run_id=summary.run_id) for inbox in inboxes(con)}
    finish_run(con, run_id=summary.run_id, state="done", counts=RunCounts())
    return replace(summary, broken=tuple(one for one in outcomes if one.state == "failed"), causes=causes)


def _replay_files(
    con: "DuckDBPyConnection",
    rows: Sequence[Kept],
    *,
    job: RepairJob,
    run_id: str,
    factory: ExtractFactory,
    versions: Versions,
) -> list[Failed]:
    """Load the files that pass, each in a transaction of its own; returns those that fail."""
    metadata = read_metadata_file(job.metadata)
    failed: list[Failed] = []
    batches: list[Batch] = []
    tried: list[Kept] = []
    for number, row in enumerate(rows, start=1):
        try:
            item = _item(row, job=job, metadata=metadata, run_id=run_id)
        except _LostError as error:
            failed.append(_fail(con, row, str(error)))
            continue
        tried.append(row)
        batches.append(Batch(f"{run_id}-{number:06d}", job.warehouse, versions, (item,)))
    with closing(extract_batches(batches, workers=job.workers, factory=factory)) as results:
        for row, result in zip(tried, results, strict=True):
            reason = _load_file(con, row, result, run_id=run_id)
            if reason is not None:
                failed.append(_fail(con, row, reason))
    return failed


def _load_file(con: "DuckDBPyConnection", row: Kept, result: BatchResult, *, run_id: str) -> str | None:
    """Load the shard of one file and close its row; returns why it fails, None if it doesn't.

    A file of many documents is loaded with all of them where the one of the row passes. A file that fails again is not
    loaded: its row keeps its first reasons, and its number of attempts.
    """
    refused = [
        rejected.reason for rejected in result.rejected if rejected.stage != "validate" and rejected.item == row.item
    ]
    was_deleted = is_deleted(con, row)
    loaded = 0 if refused else load_shards(con, [result.shard], run_id=run_id).files_loaded
    remove_shards([result.shard])
    if not loaded:
        return "; ".join(refused) or "another file has this article id"
    close_replayed(con, [row.quarantine_id])
    if was_deleted:
        mark_deleted(con, row)
    return None


def _replay_events(con: "DuckDBPyConnection", rows: Sequence[Kept], *, job: RepairJob, run_id: str) -> list[Failed]:
    """Add the events that are valid now to their articles; returns those that are not.

    Those that repeat another event come last: it may be among the rows.
    """
    failed = []
    for row in sorted(rows, key=lambda row: json.loads(row.payload).get("same_as") is not None):
        reason = _load_event(con, row, job=job, run_id=run_id)
        if reason is not None:
            failed.append(_fail(con, row, reason))
    return failed


def _load_event(con: "DuckDBPyConnection", row: Kept, *, job: RepairJob, run_id: str) -> str | None:
    article = stored_article(con, row.article_id or "")
    if article is None:
        return "its article is not in the warehouse"
    raw = json.loads(row.payload)
    try:
        event = validate_event(raw, text=article.text, article_id=row.article_id, published=article.published)
    except RecordError as error:
        return one_line(error)
    if event.same_as is not None and not has_event(con, event.same_as):
        return "the article has no event of the id in same_as"
    if has_event(con, event.event_id):
        return "the article already has an event with this id"
    shard = write_shard(job.warehouse, f"{run_id}-event", {"event_mentions": [event_line(event, path=article.path)]})
    load_event(con, shard, quarantine_id=row.quarantine_id, run_id=run_id)
    remove_shards([shard])
    return None


def _fail(con: "DuckDBPyConnection", row: Kept, reason: str) -> Failed:
    note_failure(con, [row.quarantine_id], error=reason)
    return Failed(row.quarantine_id, row.source_path, reason)


class _LostError(Exception):
    """What was quarantined is neither kept nor to be found."""


def _item(row: Kept, *, job: RepairJob, metadata: Mapping[str, Any], run_id: str) -> WorkItem:
    """A copy of the file as it was kept, in a folder of its own, with the sidecar that lies beside the original."""
    original = Path(row.inbox) / row.source_path
    folder = (job.warehouse / COPIES / row.quarantine_id).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"file{original.suffix[:LONGEST_SUFFIX]}"
    if row.payload_form == "path":
        _copy_unchanged(original, copy, sha256=json.loads(row.payload)["sha256"])
    elif not row.payload:
        _copy_unchanged(original, copy, sha256=None)
    else:
        copy.write_bytes(payload_bytes(row.payload, row.payload_form))
    sidecar = original.with_suffix(".json")
    if sidecar.is_file() and not sidecar.is_symlink():
        shutil.copyfile(sidecar, copy.with_suffix(".json"))
    return WorkItem(
        inbox=row.inbox,
        path=row.source_path,
        file=copy,
        sha256=row.source_sha256,
        size=copy.stat().st_size,
        article_id=row.article_id or original.stem,
        metadata=metadata.get(original.stem),
        limits=job.limits,
        reading=job.reading,
        reading_id=stable_hash(row.source_sha256, row.quarantine_id, run_id)[:READING_ID_LENGTH],
    )


def _copy_unchanged(original: Path, copy: Path, *, sha256: str | None) -> None:
    """Copy a file that was too large to keep, or could not be read, from the inbox."""
    try:
        if original.is_symlink():
            raise _LostError("the file was not kept, and is a link now")
        shutil.copyfile(original, copy)
    except OSError as error:
        raise _LostError(f"the file was not kept, and can't be read in the inbox: {error.strerror}") from None
    if sha256 is not None and file_digest(copy) != sha256:
        raise _LostError("the file was not kept, and has changed in the inbox: the next run reads it")


def _statement(name: str) -> str:
    return (resources.files("flows") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
