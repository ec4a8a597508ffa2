"""The nightly job as plain functions: lock, migrate, discover, extract and load batch by batch, check, publish.

The order of things is here and only here. How a step is carried out is handed in as `stage`: called directly, or as a
task of an orchestrator (`flows.orchestrated`).
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import resources
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from flows.discovery import Discovery, discover
from flows.errors import ModelError
from flows.extraction import read_metadata_file
from flows.job import Job
from flows.logs import logging_run
from flows.pool import extract_batches
from flows.progress import Progress, State, silent
from flows.reading import read_parts
from flows.report import read_report, write_page
from flows.rows import Versions, storable
from flows.summary import RunSummary
from flows.timing import Seconds, timed, timing
from flows.worker import Batch, BatchResult, ExtractFactory, Part, WorkItem, language_extractor, one_line
from schemas import ArticleMetadata, ontology
from warehouse.connection import open_work, require_space
from warehouse.expectations import Asked, Outcome, check, read_expectations
from warehouse.files import documents_read, file_status, known_files, mark_missing, outdated_documents
from warehouse.load import LoadCounts, load_shards
from warehouse.lock import single_writer
from warehouse.migrate import upgrade
from warehouse.publish import publish
from warehouse.quarantine import OpenCause, open_causes, open_samples
from warehouse.runs import FileSeconds, RunCounts, events_of_run, finish_run, record_times, start_run
from warehouse.shards import pending_shards, remove_shards, sweep_shards
from warehouse.statements import execute
from warehouse.transform import refresh

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = logging.getLogger(__name__)

T = TypeVar("T")


class Stage(Protocol):
    """Carries out one named step and returns what it returns."""

    def __call__(self, name: str, work: Callable[[], T], /) -> T: ...


SAMPLES = 3
SLOWEST_FILES = 20
DOCUMENTS_A_FILE = 4
"""Documents of files of many weigh less than files of their own: so many more make a batch."""
BATCHES_A_WORKER = 8
LONG_RUN = 4
"""In a long run batches are so many times larger: each costs loading a fixed time."""
RUN_ID_FORM = "%Y%m%dT%H%M%S%fZ"
NOTHING = Discovery(due=(), new=0, present=(), skipped=())


def directly(name: str, work: Callable[[], T], /) -> T:
    """The step as a plain call."""
    started = time.monotonic()
    done = work()
    log.info("%s: %.2f s", name, time.monotonic() - started)
    return done


@dataclass
class Ledger:
    """What a run has found and done so far."""

    run_id: str
    found: Discovery = NOTHING
    missing: int = 0
    counts: LoadCounts = field(default_factory=LoadCounts)
    results: list[BatchResult] = field(default_factory=list)
    events: dict[str, int] = field(default_factory=dict)
    seconds: Seconds = field(default_factory=Counter)
    outcomes: list[Outcome] = field(default_factory=list)
    causes: list[OpenCause] = field(default_factory=list)
    samples: list[tuple[str, str]] = field(default_factory=list)

    def read_again(self, items: Sequence[WorkItem]) -> None:
        """Files that are due after all; those that were due before are counted once."""
        before = {item.path for item in self.found.due}
        fresh = [item for item in items if item.path not in before]
        self.found = replace(self.found, due=(*self.found.due, *fresh))
        self.counts += LoadCounts(files_loaded=len(fresh) - len(items))

    def run_counts(self) -> RunCounts:
        return RunCounts(
            files_seen=len(self.found.present),
            files_new=self.found.new,
            files_changed=len(self.found.due) - self.found.new,
            files_missing=self.missing,
            files_waiting=len(self.found.waiting),
            **asdict(self.counts),
        )

    def state(self) -> State:
        """How far the run is."""
        read: dict[str, int] = {}
        for result in self.results:
            read |= result.progress
        return State(
            # A file that is read twice in a run is one file.
            files=min(sum(result.files for result in self.results), len(self.found.due)),
            of_files=len(self.found.due),
            bytes_read=sum(read.values()),
            of_bytes=sum(item.size for item in self.found.due),
            articles=self.counts.articles_loaded,
        )

    def stage_seconds(self) -> dict[str, float]:
        """What the stages took, those of the worker processes added up."""
        total: Counter[str] = Counter(self.seconds)
        for result in self.results:
            for file in result.times:
                total.update(file.seconds)
        return {stage: round(seconds, 6) for stage, seconds in total.items()}

    def slowest_files(self) -> list[FileSeconds]:
        """The files that took longest, the slowest first."""
        found: dict[str, FileSeconds] = {}
        for file in (file for result in self.results for file in result.times):
            before = found.get(file.path, FileSeconds(file.path, file.size, 0, 0.0, 0.0, 0.0))
            found[file.path] = FileSeconds(
                path=file.path,
                bytes=file.size,
                events=before.events + file.events,
                read_seconds=before.read_seconds + file.seconds.get("read", 0.0),
                extract_seconds=before.extract_seconds + file.seconds.get("extract", 0.0),
                validate_seconds=before.validate_seconds + file.seconds.get("validate", 0.0),
            )
        return sorted(found.values(), key=lambda file: -file.seconds)[:SLOWEST_FILES]


def run_nightly(
    job: Job,
    *,
    stage: Stage = directly,
    progress: Progress = silent,
    factory: ExtractFactory | None = None,
    versions: Versions | None = None,
) -> RunSummary:
    """Bring the warehouse up to date with the inbox and publish it.

    `factory` makes the extraction in each worker process, by default with the model of the job; `versions` are what it
    makes records with. A critical expectation that fails holds publication back. Batches loaded before an error or an
    interrupt stay loaded, and the next run goes on from there.

    Raises `WarehouseBusyError` while another run writes, and other `ChasquiError`s where the run can't go on.
    """
    started = time.monotonic()
    factory = factory or partial(language_extractor, job.language_models)
    versions = versions or current_versions(job.model)
    for model in job.models.values():
        current_versions(model)
    ledger = Ledger(run_id=new_run_id())
    snapshot = None
    stage = _timed_stages(stage)
    with single_writer(job.warehouse), timing() as ledger.seconds:
        with logging_run(ledger.run_id):
            stage("prepare", lambda: prepare(job.warehouse))
        try:
            with open_work(job.warehouse) as con:
                ledger.run_id = later_run_id(con, ledger.run_id)
                with logging_run(ledger.run_id):
                    start_run(con, run_id=ledger.run_id, inbox=inbox_name(job), **asdict(versions))
                    _fill(con, job, ledger, stage=stage, progress=progress, factory=factory, versions=versions)
                    _record_times(con, ledger)
                    finish_run(con, run_id=ledger.run_id, state="done", counts=ledger.run_counts())
            if job.force_publish or not any(outcome.is_critical for outcome in ledger.outcomes):
                with logging_run(ledger.run_id):
                    snapshot = stage("publish", lambda: publish(job.warehouse))
        except Exception as error:
            _record_failure(job.warehouse, ledger, error)
            raise
        with logging_run(ledger.run_id):
            report = _leave_report(job.warehouse, ledger)
            log.info("done: %s", ledger.run_counts())
    seconds = round(time.monotonic() - started, 1)
    return _summary(job, ledger, snapshot=snapshot, report=report, seconds=seconds)


def _timed_stages(stage: Stage) -> Stage:
    """The stages, with their time counted; all batches are one."""

    def carry_out(name: str, work: Callable[[], T], /) -> T:
        with timed("batches" if name.startswith("batch ") else name):
            return stage(name, work)

    return carry_out


def prepare(warehouse: Path) -> None:
    """Make the warehouse ready: space, no leftovers of killed runs, the current schema.

    A shard left behind was never loaded, so its files are still due: it is thrown away with the half-written ones.
    """
    require_space(warehouse)
    sweep_shards(warehouse)
    remove_shards(pending_shards(warehouse))
    upgrade(warehouse)


def discover_inbox(con: "DuckDBPyConnection", job: Job, versions: Versions, *, salt: str = "") -> Discovery:
    """What lies in the inbox of the job, against what the warehouse knows; `salt` tells forced readings apart."""
    metadata = read_metadata_file(job.metadata)
    found = discover(
        job.inbox,
        known_files(con, inbox_name(job)),
        versions=versions,
        taken=taken_article_ids(con, inbox_name(job)),
        metadata=metadata,
        outdated=outdated_documents(con, inbox_name(job), _digests(metadata)),
        published=job.published,
        reprocess=job.reprocess,
        limits=job.limits,
        reading=job.reading,
        settle_seconds=job.settle_seconds,
        salt=salt,
    )
    log.info("%d files in the inbox, %d of them to be extracted", len(found.present), len(found.due))
    return found


def _digests(metadata: Mapping[str, ArticleMetadata]) -> dict[str, str]:
    from extract.readers import row_digest

    return {article_id: row_digest(row) for article_id, row in metadata.items()}


def taken_article_ids(con: "DuckDBPyConnection", inbox: str) -> frozenset[str]:
    """The article ids that other inboxes hold."""
    return frozenset(row[0] for row in con.execute(_statement("taken_article_ids"), {"inbox": inbox}).fetchall())


def find_bereft(con: "DuckDBPyConnection", job: Job, found: Discovery, *, versions: Versions) -> tuple[WorkItem, ...]:
    """The files that repeat what is gone by now, with its file or because that says something else: they stand for it.

    A file that is still being written is left to the next run.
    """
    inbox = inbox_name(job)
    paths = {path for path, file in known_files(con, inbox).items() if file.is_bereft} - set(found.waiting)
    if not paths:
        return ()
    log.info("%d files repeat articles that are no longer there: they are read again", len(paths))
    due = discover_inbox(con, replace(job, settle_seconds=0, reprocess=False), versions).due
    return tuple(item for item in due if item.path in paths)


def make_batches(
    con: "DuckDBPyConnection", job: Job, due: Sequence[WorkItem], *, run_id: str, versions: Versions, first: int = 1
) -> Iterator[Batch]:
    """Files in batches, numbered from `first`: those of one article each, then parts of those that may hold many."""
    many = frozenset(item.path for item in due if _may_hold_many(item))
    single = [item for item in due if item.path not in many]
    size = batch_size(job, len(single))
    numbers = count(first)

    def batch(**content: Any) -> Batch:
        return Batch(f"{run_id}-{next(numbers):06d}", job.warehouse, versions, **content)

    for start in range(0, len(single), size):
        yield batch(items=tuple(single[start : start + size]))
    items = [_with_known(con, item) for item in due if item.path in many]
    for parts in gather_parts(read_parts(items, documents=DOCUMENTS_A_FILE * job.batch_files), job):
        yield batch(parts=parts)


def gather_parts(parts: Iterable[Part], job: Job) -> Iterator[tuple[Part, ...]]:
    """Parts for one batch each: first as they come, then more as more has been read; those of one file become one.

    A part that isn't the last of its file is as large as one may be, however few its documents.
    """
    least = DOCUMENTS_A_FILE * job.batch_files
    gathered: list[Part] = []
    weight = handed_out = 0
    for part in parts:
        count = len(part.found)
        if gathered and gathered[-1].item.path == part.item.path and not gathered[-1].is_last:
            part = _joined(gathered.pop(), part)
        gathered.append(part)
        weight += max(1, count) if part.is_last else least
        if weight >= min(LONG_RUN * least, max(least, handed_out // (BATCHES_A_WORKER * job.workers))):
            yield tuple(gathered)
            handed_out += weight
            gathered, weight = [], 0
    if gathered:
        yield tuple(gathered)


def _joined(before: Part, part: Part) -> Part:
    seconds = before.read_seconds + part.read_seconds
    return replace(part, found=(*before.found, *part.found), read_seconds=seconds)


def batch_size(job: Job, files: int) -> int:
    """Files a batch: more where there are many, so that less time goes into loading."""
    most = DOCUMENTS_A_FILE * job.batch_files
    share = -(-files // (BATCHES_A_WORKER * job.workers))
    return max(job.batch_files, min(most, share), min(LONG_RUN * most, share // LONG_RUN))


def _may_hold_many(item: WorkItem) -> bool:
    from extract.readers import OF_MANY, column_names, sniff

    try:
        return sniff(item.file, columns=column_names(item.reading.columns)) in OF_MANY
    except OSError:
        return False


def _with_known(con: "DuckDBPyConnection", item: WorkItem) -> WorkItem:
    """The file with its documents that this reading of it has loaded already."""
    status = file_status(con, item.inbox, item.path)
    known = documents_read(con, item.inbox, item.path, reading_id=item.reading_id or "", is_partial=status == "partial")
    return replace(item, known=frozenset(one for one in known if one[0] not in item.outdated))


def load_batch(con: "DuckDBPyConnection", result: BatchResult, *, run_id: str) -> LoadCounts:
    """Load a batch in one transaction."""
    with timed("load"):
        counts = load_shards(con, [result.shard], run_id=run_id)
    remove_shards([result.shard])
    for rejected in result.rejected:
        log.info("quarantined (%s): %s: %s", rejected.stage, rejected.path, rejected.reason)
    log.info("loaded %s: %d files, %d events", result.shard.name, result.files, counts.events_loaded)
    return counts


def new_run_id() -> str:
    """The moment in UTC: ids sort by age, and only one run writes at a time."""
    return datetime.now(UTC).strftime(RUN_ID_FORM)


def later_run_id(con: "DuckDBPyConnection", run_id: str) -> str:
    """The id, or one that is later than those of all runs where the clock has jumped back."""
    last = execute(con, "runs/last_run_id")[0][0]
    if last is None or run_id > last:
        return run_id
    log.warning("the clock says %s, but there is a run of %s: it must have jumped back", run_id, last)
    return (datetime.strptime(last, RUN_ID_FORM) + timedelta(microseconds=1)).strftime(RUN_ID_FORM)


def inbox_name(job: Job) -> str:
    """The inbox as the warehouse names it."""
    return storable(str(job.inbox.resolve()))


def current_versions(model: str) -> Versions:
    """The versions of extractor, model and ontology in force; raises `ModelError` where the model isn't installed."""
    from spacy import util

    from extract.pipeline import EXTRACTOR_VERSION

    try:
        path = Path(model) if Path(model).is_dir() else util.get_package_path(model)
        meta = util.get_model_meta(path)
    except (ImportError, OSError, ValueError) as error:
        raise ModelError(f"the model {model!r} is not installed: {one_line(error)}") from None
    name = f"{meta['lang']}_{meta['name']}-{meta['version']}"
    return Versions(EXTRACTOR_VERSION, name, ontology.VERSION)


def _fill(
    con: "DuckDBPyConnection",
    job: Job,
    ledger: Ledger,
    *,
    stage: Stage,
    progress: Progress,
    factory: ExtractFactory,
    versions: Versions,
) -> None:
    """Discover, mark what is gone, extract and load batch by batch, refresh, check; the ledger is kept up meanwhile."""
    expectations = read_expectations(job.expectations)
    inbox, run_id = inbox_name(job), ledger.run_id
    ledger.found = found = stage("discover", lambda: discover_inbox(con, job, versions, salt=run_id))
    ledger.missing = mark_missing(con, inbox, found.present, run_id=run_id)
    load_due = partial(_load_due, con, job, ledger, stage=stage, progress=progress, factory=factory, versions=versions)
    load_due(found.due)
    if again := find_bereft(con, job, found, versions=versions):
        ledger.read_again(again)
        load_due(again)
    ledger.events = events_of_run(con, run_id)
    stage("refresh", lambda: refresh(con, run_id=run_id, as_of=datetime.now(UTC).date()))
    asked = Asked(run_id, inbox, ledger.run_counts())
    hold = not job.force_publish
    ledger.outcomes = stage("check", lambda: check(con, expectations, asked, scope="run", hold=hold))
    ledger.causes = open_causes(con, inbox, run_id=run_id)
    ledger.samples = open_samples(con, inbox, most=SAMPLES)


def _load_due(
    con: "DuckDBPyConnection",
    job: Job,
    ledger: Ledger,
    due: Sequence[WorkItem],
    *,
    stage: Stage,
    progress: Progress,
    factory: ExtractFactory,
    versions: Versions,
) -> None:
    """Extract and load files batch by batch, numbered on from those before."""
    first = len(ledger.results) + 1
    batches = make_batches(con, job, due, run_id=ledger.run_id, versions=versions, first=first)
    with closing(extract_batches(batches, workers=job.workers, factory=factory)) as results:
        for number in count(first):
            with timed("batches"):
                result = next(results, None)
            if result is None:
                return
            ledger.results.append(result)
            ledger.counts += stage(f"batch {number}", partial(load_batch, con, result, run_id=ledger.run_id))
            progress(ledger.state())


def _record_times(con: "DuckDBPyConnection", ledger: Ledger) -> None:
    record_times(con, run_id=ledger.run_id, stages=ledger.stage_seconds(), files=ledger.slowest_files())


def _record_failure(warehouse: Path, ledger: Ledger, error: Exception) -> None:
    """Note in the work database why the run failed; what can't be noted there must not hide the error itself."""
    try:
        with open_work(warehouse) as con:
            counts = ledger.run_counts()
            finish_run(con, run_id=ledger.run_id, state="failed", counts=counts, error=one_line(error))
    except Exception:
        log.debug("the failure of run %s could not be recorded", ledger.run_id, exc_info=True)
    else:
        _leave_report(warehouse, ledger)


def _leave_report(warehouse: Path, ledger: Ledger) -> Path | None:
    """The page of the run, with the time that publication took; a page that can't be made doesn't undo the run."""
    try:
        with open_work(warehouse) as con:
            _record_times(con, ledger)
            return write_page(warehouse, read_report(con, ledger.run_id))
    except Exception:
        log.warning("the page of run %s could not be made", ledger.run_id, exc_info=True)
        return None


def _summary(job: Job, ledger: Ledger, *, snapshot: Path | None, report: Path | None, seconds: float) -> RunSummary:
    return RunSummary(
        run_id=ledger.run_id,
        inbox=str(job.inbox),
        scope=inbox_name(job),
        warehouse=str(job.warehouse),
        published=str(job.warehouse / "warehouse.duckdb"),
        snapshot=None if snapshot is None else str(snapshot),
        report=None if report is None else str(report),
        counts=ledger.run_counts(),
        files_unchanged=len(ledger.found.present) - len(ledger.found.due),
        events=ledger.events,
        rejected=tuple(dict.fromkeys(rejected for result in ledger.results for rejected in result.rejected)),
        skipped=ledger.found.skipped,
        failed=tuple(outcome for outcome in ledger.outcomes if outcome.state == "failed"),
        unjudged=tuple(outcome.expectation for outcome in ledger.outcomes if outcome.state == "skipped"),
        causes=tuple(ledger.causes),
        samples=tuple(ledger.samples),
        stages=ledger.stage_seconds(),
        seconds=seconds,
    )


def _statement(name: str) -> str:
    return (resources.files("flows") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
