"""From a batch of article files to one shard of rows. Runs in the worker processes, and opens no warehouse."""

import logging
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import ModelError
from flows.fingerprint import UNREADABLE, file_digest, fingerprint, stays_inside
from flows.limits import DEFAULT_LIMITS, Limits, OutOfTimeError, time_limit
from flows.rows import Elsewhere, FailedStage, Versions, article_line, event_line, quarantine_line, source_file_line
from flows.timing import timed, timing
from schemas import Article, ArticleMetadata, EventRecord, validate_events
from schemas.errors import FieldFault, ReadError

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)

Extract = Callable[[Article], list[dict[str, Any]]]
ExtractFactory = Callable[[], Extract]

READ_ATTEMPTS = 3
"""How often a file that changes while it is read is read again."""


@dataclass(frozen=True)
class WorkItem:
    """One file to be extracted.

    `path` is relative to the inbox, as the warehouse stores it; `sha256` identifies what the article is made from, its
    metadata included. `root` is the folder that the file must not lead out of; None for the copy of a file that was
    kept in quarantine, whose `sha256` is that of the original.
    """

    inbox: str
    path: str
    file: Path
    sha256: str
    size: int
    article_id: str
    metadata: ArticleMetadata | None = None
    published: str | None = None
    root: Path | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True)
class Batch:
    """The files of one shard."""

    batch_id: str
    warehouse: Path
    versions: Versions
    items: tuple[WorkItem, ...]


@dataclass(frozen=True)
class Rejected:
    """One quarantined file or record, as the summary shows it."""

    path: str
    stage: str
    reason: str


@dataclass(frozen=True)
class FileTime:
    """What one file took: seconds by step (read, extract, validate), and how much there was in it."""

    path: str
    seconds: Mapping[str, float]
    size: int
    events: int


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch; its rows are in `shard`."""

    shard: Path
    files: int
    events: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    times: tuple[FileTime, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one file: `article` is None if the file as a whole is in quarantine."""

    item: WorkItem
    article: Article | None = None
    events: tuple[EventRecord, ...] = ()
    faults: tuple["Fault", ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """A failed file or record on its way to quarantine: `payload` is the file's bytes, or the raw record."""

    stage: FailedStage
    reasons: tuple[FieldFault, ...]
    payload: bytes | Elsewhere | Mapping[str, Any]

    def __str__(self) -> str:
        return "; ".join(f"{reason.field}: {reason.message}" for reason in self.reasons)


_extract: Extract | ModelError | None = None
"""The extraction of this worker process, loaded once by `start_worker`."""


def load_model(model: str) -> "Language":
    """The pipeline over the model package of that name; raises `ModelError` where it can't be loaded."""
    try:
        from extract import pipeline

        return pipeline.build(model)
    except Exception as error:
        raise ModelError(f"the model {model!r} can't be loaded: {one_line(error)}") from error


def model_extractor(model: str) -> Extract:
    """The extraction with the model package of that name; raises `ModelError` where it can't be loaded."""
    nlp = load_model(model)

    from extract import pipeline

    return lambda article: pipeline.extract_events(nlp, article)


def start_worker(factory: ExtractFactory) -> None:
    """Initializer of a worker process.

    An interrupt is the parent's to handle, and a worker never outlives its parent. A model that can't be loaded is
    kept for `extract_batch` to raise: an initializer that raises would only show as a broken pool.
    """
    global _extract
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries say of a file in passing would stand between the lines of our log.
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    try:
        _extract = factory()
    except ModelError as error:
        _extract = ModelError(str(error))


def _exit_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def extract_batch(batch: Batch) -> BatchResult:
    """Extract a batch in a started worker and write its shard; raises `ModelError` if the model isn't there."""
    extract = _started()
    return store(batch, [process_file(item, extract) for item in batch.items])


def extract_file(item: WorkItem) -> Outcome:
    """Extract one file in a started worker, without writing a shard."""
    return process_file(item, _started())


def _started() -> Extract:
    if not callable(_extract):
        raise _extract or ModelError("the worker was not started")
    return _extract


def store(batch: Batch, outcomes: Sequence[Outcome]) -> BatchResult:
    """Write the outcomes as the batch's shard."""
    from warehouse.shards import write_shard

    return BatchResult(
        shard=write_shard(batch.warehouse, batch.batch_id, shard_tables(outcomes, versions=batch.versions)),
        files=len(outcomes),
        events=Counter(event.event_type for outcome in outcomes for event in outcome.events),
        rejected=tuple(
            Rejected(path=outcome.item.path, stage=fault.stage, reason=str(fault))
            for outcome in outcomes
            for fault in outcome.faults
        ),
        times=tuple(
            FileTime(outcome.item.path, outcome.seconds, outcome.item.size, len(outcome.events)) for outcome in outcomes
        ),
    )


def shard_tables(outcomes: Sequence[Outcome], *, versions: Versions) -> dict[str, list[str]]:
    """The JSON lines of every table of a shard."""
    return {
        "source_files": [_source_file_line(outcome) for outcome in outcomes],
        "articles": [
            article_line(outcome.article, path=outcome.item.path) for outcome in outcomes if outcome.article is not None
        ],
        "event_mentions": [
            event_line(event, path=outcome.item.path) for outcome in outcomes for event in outcome.events
        ],
        "quarantine": [
            _quarantine_line(outcome.item, fault, versions=versions) for outcome in outcomes for fault in outcome.faults
        ],
    }


def process_file(item: WorkItem, extract: Extract) -> Outcome:
    """Read, extract and validate one file. Never raises for what lies in the file: that ends in quarantine.

    A file that changes while it is read is read again; one that goes on changing is left to the next run.
    """
    with timing() as seconds:
        outcome = _process_in_time(item, extract)
    return replace(outcome, seconds=dict(seconds))


def _process_in_time(item: WorkItem, extract: Extract) -> Outcome:
    try:
        with time_limit(item.limits.article_seconds):
            return _process_steady_file(item, extract)
    except OutOfTimeError:
        message = f"not done within {item.limits.article_seconds:g} seconds"
        return rejected_file(item, "extract", FieldFault("article", "too_slow", item.path, message))


def _process_steady_file(item: WorkItem, extract: Extract) -> Outcome:
    for _ in range(READ_ATTEMPTS):
        with timed("read"):
            read = _read(item)
        found = fingerprint(item.file, metadata=item.metadata, published=item.published)
        if item.root is None or found == item.sha256:
            return read if isinstance(read, Outcome) else _extract_article(item, read, extract)
        item = replace(item, sha256=found)
    message = "changes while it is read; the next run tries again"
    return rejected_file(replace(item, sha256=UNREADABLE), "read", FieldFault("file", "changing", item.path, message))


def _read(item: WorkItem) -> Article | Outcome:
    from extract.readers import read_article

    if item.root is not None and item.file.is_symlink() and not stays_inside(item.file, item.root):
        return Outcome(item, faults=(Fault("read", (_leads_out(item),), b""),))
    try:
        return read_article(item.file, metadata=item.metadata, published=item.published, article_id=item.article_id)
    except ReadError as error:
        return rejected_file(item, "read", FieldFault(error.place, error.rule, item.path, error.reason))


def _leads_out(item: WorkItem) -> FieldFault:
    return FieldFault("file", "outside_inbox", item.path, "has become a link out of the inbox")


def _extract_article(item: WorkItem, article: Article, extract: Extract) -> Outcome:
    if article.published is None and item.limits.require_date:
        return rejected_file(item, "read", FieldFault("published", "no_date", None, "nothing says when it came out"))
    try:
        with timed("extract"):
            raw_events = extract(article)
    except Exception as error:
        log.debug("extraction of %s failed", item.path, exc_info=True)
        return rejected_file(item, "extract", FieldFault("article", type(error).__name__, item.path, one_line(error)))
    with timed("validate"):
        events, invalid = validate_events(raw_events, article=article)
    faults = tuple(Fault("validate", tuple(error.faults), raw) for raw, error in invalid)
    return Outcome(item, article=article, events=tuple(events), faults=faults)


def rejected_file(item: WorkItem, stage: FailedStage, reason: FieldFault) -> Outcome:
    """A file in quarantine with its bytes; where they are too many, with its path, hash and size."""
    return Outcome(item, faults=(Fault(stage, (reason,), _kept(item)),))


def _kept(item: WorkItem) -> bytes | Elsewhere:
    """The bytes of a file; none where it can't be opened."""
    most = item.limits.payload_bytes
    try:
        with item.file.open("rb") as file:
            content = file.read(most + 1)
    except OSError:
        return b""
    if len(content) <= most:
        return content
    return Elsewhere(path=item.path, sha256=file_digest(item.file), size=item.size)


def _source_file_line(outcome: Outcome) -> str:
    item = outcome.item
    return source_file_line(
        inbox=item.inbox,
        path=item.path,
        sha256=item.sha256,
        size=item.size,
        status="loaded" if outcome.article is not None else "quarantined",
        article_id=item.article_id,
    )


def _quarantine_line(item: WorkItem, fault: Fault, *, versions: Versions) -> str:
    return quarantine_line(
        stage=fault.stage,
        path=item.path,
        sha256=item.sha256,
        article_id=item.article_id,
        reasons=fault.reasons,
        payload=fault.payload,
        versions=versions,
    )


def one_line(error: BaseException) -> str:
    """The error's text on one line, or its type where it has none."""
    return " ".join(str(error).split()) or type(error).__name__
