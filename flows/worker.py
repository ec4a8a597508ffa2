"""From a batch of article files to one shard of rows. Runs in the worker processes, and opens no warehouse."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flows.errors import ModelError
from flows.fingerprint import UNREADABLE, file_digest, fingerprint, stays_inside
from flows.limits import DEFAULT_LIMITS, Limits, OutOfTimeError, time_limit
from flows.rows import (
    Elsewhere,
    FailedStage,
    Versions,
    article_line,
    event_line,
    quarantine_line,
    repeat_line,
    source_file_line,
)
from flows.timing import timed, timing
from schemas import Article, ArticleMetadata, EventRecord, validate_events
from schemas.errors import FieldFault, ReadError
from schemas.provenance import Provenance

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.readers import Limits as ReaderLimits
    from extract.readers import Progress, Reading

log = logging.getLogger(__name__)

Extract = Callable[[Article], list[dict[str, Any]]]
ExtractFactory = Callable[[], Extract]

READ_ATTEMPTS = 3
"""How often a file that changes while it is read is read again."""


@dataclass(frozen=True)
class ReadOptions:
    """How files are read: the file with what is known of their articles, names of columns, limits of the readers.

    Articles in other languages than `languages` are kept without events; None: all are extracted.
    """

    metadata_file: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] | None = None


DEFAULT_READING = ReadOptions()


@dataclass(frozen=True)
class WorkItem:
    """One file to be extracted.

    `path` is relative to the inbox, as the warehouse stores it; `sha256` identifies what the article is made from, its
    metadata included. `root` is the folder that the file must not lead out of; None for the copy of a file that was
    kept in quarantine, whose `sha256` is that of the original. `article_id` is for a file that is one article by name.
    `reading_id` names this reading of the file, `known` are its documents (place and article id) that are loaded;
    `outdated` are the places of those that the metadata file says something else of by now.
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
    reading: ReadOptions = DEFAULT_READING
    reading_id: str | None = None
    known: frozenset[tuple[str, str | None]] = frozenset()
    outdated: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Part:
    """Some documents of a file that were read by another process, and how far it has read.

    `documents` counts all documents of the file with the last part.
    """

    item: WorkItem
    found: tuple["Reading | ReadError", ...]
    bytes_read: int
    is_last: bool
    documents: int | None = None
    read_seconds: float = 0.0


@dataclass(frozen=True)
class Batch:
    """The files of one shard, and parts of files."""

    batch_id: str
    warehouse: Path
    versions: Versions
    items: tuple[WorkItem, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def bytes_done(self) -> int:
        """The bytes of the inbox behind the files of this batch; those of parts are told by `Part.bytes_read`."""
        return sum(item.size for item in self.items)


@dataclass(frozen=True)
class Rejected:
    """One quarantined file or record, as the summary shows it."""

    path: str
    stage: str
    reason: str
    item: str | None = None


@dataclass(frozen=True)
class FileTime:
    """What one file took: seconds by step (read, extract, validate), and how much there was in it."""

    path: str
    seconds: Mapping[str, float]
    size: int
    events: int


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch; its rows are in `shard`.

    `files` are those that are done with it, `progress` the bytes read of each of its files.
    """

    shard: Path
    files: int
    rejected: tuple[Rejected, ...]
    times: tuple[FileTime, ...] = ()
    progress: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """What became of one document: `article` is None where it is in quarantine, or repeats an earlier one of its file.

    `place` is None where the file is the document.
    """

    place: str | None = None
    article: Article | None = None
    provenance: Provenance | None = None
    state: Literal["loaded", "unsupported_language"] = "loaded"
    events: tuple[EventRecord, ...] = ()
    faults: tuple["Fault", ...] = ()
    repeats: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one file, or of a part of it. `is_named`: it is one article with the id of the file."""

    item: WorkItem
    documents: tuple[Document, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    is_named: bool = True
    is_whole: bool = True
    is_last: bool = True
    count: int | None = None
    bytes_read: int = 0

    @property
    def is_loaded(self) -> bool:
        """Whether anything of it could be read, or it holds nothing at all."""
        return not self.documents or any(document.article or document.repeats for document in self.documents)


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


def language_extractor(models: Mapping[str, str]) -> Extract:
    """The extraction by the language of each article, with its model package: the first at once, others when needed.

    Raises `ModelError` where a model can't be loaded, an article in another language among them.
    """
    first = next(iter(models))
    loaded: dict[str, Extract] = {first: model_extractor(models[first])}

    def extract(article: Article) -> list[dict[str, Any]]:
        language = article.language if article.language in models else first
        if language not in loaded:
            loaded[language] = model_extractor(models[language])
        return loaded[language](article)

    return extract


def start_worker(factory: ExtractFactory) -> None:
    """Initializer of a worker process.

    An interrupt is the parent's to handle, and a worker never outlives its parent. A model that can't be loaded is
    kept for `extract_batch` to raise: an initializer that raises would only show as a broken pool.
    """
    global _extract
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries say of a file in passing would stand between the lines of our log.
    logging.getLogger().addHandler(logging.NullHandler())
    threading.Thread(target=exit_with_parent, daemon=True).start()
    warm_up()
    try:
        _extract = factory()
    except ModelError as error:
        _extract = ModelError(str(error))


def warm_up() -> None:
    """Load what readers need: the limit of an article, heard in the middle of an import, would break that for good."""
    from extract import readers

    readers.warm_up()


def exit_with_parent() -> None:
    """Wait for the parent process to be gone, then end this one."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def extract_batch(batch: Batch) -> BatchResult:
    """Extract a batch in a started worker and write its shard; raises `ModelError` if the model isn't there."""
    extract = _started()
    outcomes = [process_file(item, extract) for item in batch.items]
    return store(batch, [*outcomes, *(process_part(part, extract) for part in batch.parts)])


def extract_file(work: WorkItem | Part) -> Outcome:
    """Extract one file, or a part of one, in a started worker, without writing a shard."""
    return process_part(work, _started()) if isinstance(work, Part) else process_file(work, _started())


def _started() -> Extract:
    if not callable(_extract):
        raise _extract or ModelError("the worker was not started")
    return _extract


def store(batch: Batch, outcomes: Sequence[Outcome]) -> BatchResult:
    """Write the outcomes as the batch's shard."""
    from warehouse.shards import write_shard

    return BatchResult(
        shard=write_shard(batch.warehouse, batch.batch_id, shard_tables(outcomes, versions=batch.versions)),
        files=sum(outcome.is_last for outcome in outcomes),
        rejected=tuple(
            Rejected(path=outcome.item.path, stage=fault.stage, reason=str(fault), item=document.place)
            for outcome, document in _documents(outcomes)
            for fault in document.faults
        ),
        times=tuple(
            FileTime(
                outcome.item.path,
                outcome.seconds,
                outcome.item.size,
                sum(len(document.events) for document in outcome.documents),
            )
            for outcome in outcomes
        ),
        progress={outcome.item.path: outcome.bytes_read for outcome in outcomes},
    )


def shard_tables(outcomes: Sequence[Outcome], *, versions: Versions) -> dict[str, list[str]]:
    """The JSON lines of every table of a shard."""
    found = list(_documents(outcomes))
    return {
        "source_files": [_source_file_line(outcome) for outcome in outcomes],
        "articles": [
            article_line(document.article, document.provenance, path=outcome.item.path, state=document.state)
            for outcome, document in found
            if document.article is not None
        ],
        "event_mentions": [
            event_line(event, path=outcome.item.path, item=document.place)
            for outcome, document in found
            for event in document.events
        ],
        "quarantine": [
            _quarantine_line(outcome, document, fault, versions=versions)
            for outcome, document in found
            for fault in document.faults
        ],
        "repeats": [
            repeat_line(path=outcome.item.path, item=document.place or "", reason=document.repeats)
            for outcome, document in found
            if document.repeats is not None
        ],
    }


def _documents(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, Document]]:
    return ((outcome, document) for outcome in outcomes for document in outcome.documents)


def process_file(item: WorkItem, extract: Extract) -> Outcome:
    """Read, extract and validate one file. Never raises for what lies in the file: that ends in quarantine.

    A file that changes while it is read is read again; one that goes on changing is left to the next run.
    """
    with timing() as seconds:
        outcome = _process_steady_file(item, extract)
    return replace(outcome, seconds=dict(seconds), bytes_read=item.size)


def process_part(part: Part, extract: Extract) -> Outcome:
    """Extract and validate some documents of a file, as `process_file`."""
    with timing() as seconds:
        documents = tuple(_process_document(part.item, found, extract) for found in part.found)
    return Outcome(
        part.item,
        documents,
        seconds=dict(seconds) | {"read": part.read_seconds},
        is_named=False,
        is_whole=False,
        is_last=part.is_last,
        count=part.documents,
        bytes_read=part.bytes_read,
    )


def _process_steady_file(item: WorkItem, extract: Extract) -> Outcome:
    if leads_out(item):
        return Outcome(item, (Document(faults=(Fault("read", (_OUTSIDE,), b""),)),))
    for _ in range(READ_ATTEMPTS):
        found = list(read_in_time(item))
        sha256 = fingerprint(item.file, metadata=item.metadata, published=item.published)
        if item.root is None or sha256 == item.sha256:
            documents = tuple(_process_document(item, one, extract) for one in found)
            return Outcome(item, documents, is_named=is_named(item.file))
        item = replace(item, sha256=sha256)
    return rejected_file(replace(item, sha256=UNREADABLE), "read", changing(item))


def changing(item: WorkItem) -> FieldFault:
    """Why a file that does not hold still is left to the next run."""
    message = "changes while it is read; the next run tries again"
    return FieldFault("file", "changing", item.path, message)


_OUTSIDE = FieldFault("file", "outside_inbox", None, "has become a link out of the inbox")


def leads_out(item: WorkItem) -> bool:
    """Whether a file has become a link out of its inbox: nothing of it is read, nor kept in quarantine."""
    return item.root is not None and item.file.is_symlink() and not stays_inside(item.file, item.root)


def is_named(file: Path) -> bool:
    """Whether a file is one article with the id of the file: plain text, or nothing that can be read."""
    from extract.readers import NAMED_BY_FILE, sniff

    try:
        return sniff(file) in NAMED_BY_FILE
    except OSError:
        return True


def read_in_time(
    item: WorkItem, progress: "Progress | None" = None, *, after: str | None = None
) -> Iterator["Reading | ReadError"]:
    """The documents of a file, those behind the place `after`; see `documents_in_time`."""
    from extract.readers import Progress

    progress = progress or Progress()
    return documents_in_time(
        lambda place: read_file(item, progress, after=place or after),
        progress,
        path=item.path,
        seconds=item.limits.article_seconds,
        most=reader_limits(item.reading).slow_documents,
    )


def documents_in_time(
    read: Callable[[str | None], Iterator["Reading | ReadError"]],
    progress: "Progress",
    *,
    path: str,
    seconds: float,
    most: int,
) -> Iterator["Reading | ReadError"]:
    """The documents of a file that `read` gives from behind a place on, from its beginning for None.

    One that takes longer than its limit becomes an error, and the reading begins anew behind it: what was broken off
    may have lost its place in the file. It ends where that happens more than `most` times, or outside of any document.
    """
    from extract.readers import told_apart

    documents = read(None)
    slow = 0
    while True:
        try:
            with timed("read"), time_limit(seconds):
                found = next(documents, None)
        except OutOfTimeError:
            slow += 1
            place = progress.place
            goes_on = place is not None and slow <= most
            told = told_apart(place or "file", progress.told)
            found = out_of_time(path, told, seconds=seconds, is_last=place is not None and not goes_on)
            documents = read(place) if goes_on else iter(())
        if found is None:
            return
        yield found


def out_of_time(path: str, place: str, *, seconds: float, is_last: bool) -> ReadError:
    """The error of a document that took too long to be read; `is_last`: nothing behind it is read."""
    rest = ", and the rest of the file is left" if is_last else ""
    return ReadError(path, f"not done within {seconds:g} seconds{rest}", rule="too_slow", place=place)


def reader_limits(reading: ReadOptions) -> "ReaderLimits":
    """The limits of the readers by the settings."""
    from extract.readers import Limits

    return Limits(**reading.limits)


def read_file(
    item: WorkItem, progress: "Progress | None" = None, *, after: str | None = None
) -> Iterator["Reading | ReadError"]:
    """The documents of a file, whatever its form; `progress` and `after` are as for `read_documents`."""
    from extract.readers import column_names, read_documents

    if leads_out(item):
        return iter((ReadError(item.path, _OUTSIDE.message, rule=_OUTSIDE.rule),))
    name = Path(item.path).name
    known = {Path(name).stem: item.metadata} if item.metadata is not None else {}
    return read_documents(
        item.file,
        metadata=known if is_named(item.file) else _all_metadata(item.reading.metadata_file) | known,
        limits=reader_limits(item.reading),
        columns=column_names(item.reading.columns),
        name=name,
        article_id=item.article_id,
        published=item.published,
        progress=progress,
        after=after,
    )


@lru_cache(maxsize=1)
def _all_metadata(path: Path | None) -> dict[str, ArticleMetadata]:
    from extract.readers import read_metadata

    return read_metadata(path) if path is not None else {}


def too_slow(item: WorkItem) -> FieldFault:
    """Why an article or file goes to quarantine that takes longer than its limit."""
    return FieldFault("article", "too_slow", item.path, f"not done within {item.limits.article_seconds:g} seconds")


def _process_document(item: WorkItem, found: "Reading | ReadError", extract: Extract) -> Document:
    if isinstance(found, ReadError):
        return _failed_document(item, found)
    try:
        with time_limit(item.limits.article_seconds):
            return _extract_article(item, found, extract)
    except OutOfTimeError:
        return rejected_document(item, found, "extract", too_slow(item))


def _failed_document(item: WorkItem, error: ReadError) -> Document:
    place = None if error.place == "file" else error.place
    if error.rule == _OUTSIDE.rule:
        return Document(faults=(Fault("read", (_OUTSIDE,), b""),))
    if error.rule == "duplicate":
        return Document(place or "", repeats=error.reason)
    # Of a file that is one article the place of a fault is inside it.
    if is_named(item.file) or error.rule in ("bad_sidecar", "bad_published"):
        place = None
    reason = FieldFault(error.place, error.rule, item.path, error.reason)
    return Document(place, faults=(Fault("read", (reason,), _kept(item, place)),))


def _extract_article(item: WorkItem, found: "Reading", extract: Extract) -> Document:
    article, provenance = found
    place = provenance.item
    if article.published is None and item.limits.require_date:
        fault = FieldFault("published", "no_date", None, "nothing says when it came out")
        return rejected_document(item, found, "read", fault)
    if item.reading.languages is not None and article.language not in item.reading.languages:
        return Document(place, article, provenance, state="unsupported_language")
    try:
        with timed("extract"):
            raw_events = extract(article)
    except ModelError:
        raise
    except Exception as error:
        log.debug("extraction of %s failed", item.path, exc_info=True)
        fault = FieldFault("article", type(error).__name__, item.path, one_line(error))
        return rejected_document(item, found, "extract", fault)
    with timed("validate"):
        events, invalid = validate_events(raw_events, article=article)
    faults = tuple(Fault("validate", tuple(error.faults), raw) for raw, error in invalid)
    return Document(place, article, provenance, events=tuple(events), faults=faults)


def rejected_document(item: WorkItem, found: "Reading", stage: FailedStage, reason: FieldFault) -> Document:
    """An article in quarantine, with where it comes from."""
    place = found.provenance.item
    return Document(place, provenance=found.provenance, faults=(Fault(stage, (reason,), _kept(item, place)),))


def rejected_file(item: WorkItem, stage: FailedStage, reason: FieldFault) -> Outcome:
    """A file in quarantine with its bytes; where they are too many, with its path, hash and size."""
    faults = (Fault(stage, (reason,), _kept(item, None)),)
    return Outcome(item, (Document(faults=faults),), is_named=is_named(item.file), bytes_read=item.size)


def _kept(item: WorkItem, place: str | None) -> bytes | Elsewhere:
    """The bytes of a file, none where it can't be opened; of a document in a file only where it lies."""
    most = item.limits.payload_bytes
    if place is not None:
        return Elsewhere(path=item.path, sha256=_digest(item.file, item.size), size=item.size, item=place)
    try:
        with item.file.open("rb") as file:
            content = file.read(most + 1)
    except OSError:
        return b""
    if len(content) <= most:
        return content
    return Elsewhere(path=item.path, sha256=_digest(item.file, item.size), size=item.size)


@lru_cache(maxsize=8)
def _digest(file: Path, size: int) -> str:  # noqa: ARG001 -- a file that grows is another one
    """The hash of a file, asked for with each of its documents that fails."""
    return file_digest(file)


def _source_file_line(outcome: Outcome) -> str:
    item = outcome.item
    loaded = "loaded" if outcome.is_loaded or not outcome.is_whole else "quarantined"
    return source_file_line(
        inbox=item.inbox,
        path=item.path,
        sha256=item.sha256,
        size=item.size,
        status=loaded if outcome.is_last else "partial",
        article_id=item.article_id if outcome.is_named else None,
        reading_id=item.reading_id,
        documents=outcome.count if outcome.count is not None else len(outcome.documents) if outcome.is_whole else None,
        is_whole=outcome.is_whole,
    )


def _quarantine_line(outcome: Outcome, document: Document, fault: Fault, *, versions: Versions) -> str:
    item = outcome.item
    article_id = document.article.article_id if document.article else item.article_id if outcome.is_named else None
    return quarantine_line(
        stage=fault.stage,
        path=item.path,
        item=document.place,
        sha256=item.sha256,
        article_id=article_id,
        reasons=fault.reasons,
        payload=fault.payload,
        versions=versions,
        provenance=document.provenance,
    )


def one_line(error: BaseException) -> str:
    """The error's text on one line, or its type where it has none."""
    return " ".join(str(error).split()) or type(error).__name__
