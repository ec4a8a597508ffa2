"""The nightly job as plain functions: lock, migrate, discover, extract and load batch by batch, check, publish.

The order of things is here and only here. How a step is carried out is handed in as `stage`: called directly, or as a
task of an orchestrator (`flows.orchestrated`).
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from flows.discovery import Discovery, discover
from flows.errors import ModelError
from flows.extraction import read_metadata_file
from flows.job import Job
from flows.pool import extract_batches
from flows.progress import Progress, silent
from flows.rows import Versions, storable
from flows.summary import RunSummary
from flows.worker import Batch, BatchResult, ExtractFactory, model_extractor, one_line
from schemas import ontology
from warehouse.checks import CheckFailure, run_checks
from warehouse.connection import open_work, require_space
from warehouse.files import known_files, mark_missing
from warehouse.load import LoadCounts, load_shards
from warehouse.lock import single_writer
from warehouse.migrate import upgrade
from warehouse.publish import publish
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.shards import pending_shards, remove_shards, sweep_shards

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

log = logging.getLogger(__name__)

T = TypeVar("T")


class Stage(Protocol):
    """Carries out one named step and returns what it returns."""

    def __call__(self, name: str, work: Callable[[], T], /) -> T: ...


NOTHING = Discovery(due=(), new=0, present=(), skipped=())


def directly(name: str, work: Callable[[], T], /) -> T:
    """The step as a plain call."""
    log.debug("%s", name)
    return work()


@dataclass
class Ledger:
    """What a run has found and done so far."""

    run_id: str
    found: Discovery = NOTHING
    missing: int = 0
    counts: LoadCounts = field(default_factory=LoadCounts)
    results: list[BatchResult] = field(default_factory=list)
    failures: list[CheckFailure] = field(default_factory=list)

    def run_counts(self) -> RunCounts:
        return RunCounts(
            files_seen=len(self.found.present),
            files_new=self.found.new,
            files_changed=len(self.found.due) - self.found.new,
            files_missing=self.missing,
            **asdict(self.counts),
        )


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
    makes records with. Batches loaded before an error or an interrupt stay loaded, and the next run goes on from there.
    Raises `WarehouseBusyError` while another run writes, and other `ChasquiError`s where the run can't go on.
    """
    started = time.monotonic()
    factory = factory or partial(model_extractor, job.model)
    versions = versions or current_versions(job.model)
    ledger = Ledger(run_id=new_run_id())
    with single_writer(job.warehouse):
        stage("prepare", lambda: prepare(job.warehouse))
        try:
            with open_work(job.warehouse) as con:
                start_run(con, run_id=ledger.run_id, inbox=inbox_name(job), **asdict(versions))
                _fill(con, job, ledger, stage=stage, progress=progress, factory=factory, versions=versions)
                finish_run(con, run_id=ledger.run_id, state="done", counts=ledger.run_counts())
            snapshot = stage("publish", lambda: publish(job.warehouse))
        except Exception as error:
            _record_failure(job.warehouse, ledger, error)
            raise
    return _summary(job, ledger, snapshot=snapshot, seconds=round(time.monotonic() - started, 1))


def prepare(warehouse: Path) -> None:
    """Make the warehouse ready: space, no leftovers of killed runs, the current schema.

    A shard left behind was never loaded, so its files are still due: it is thrown away with the half-written ones.
    """
    require_space(warehouse)
    sweep_shards(warehouse)
    remove_shards(pending_shards(warehouse))
    for name in upgrade(warehouse):
        log.info("applied migration %s", name)


def discover_inbox(con: "DuckDBPyConnection", job: Job, versions: Versions) -> Discovery:
    """What lies in the inbox of the job, against what the warehouse knows."""
    found = discover(
        job.inbox,
        known_files(con, inbox_name(job)),
        versions=versions,
        taken=taken_article_ids(con, inbox_name(job)),
        metadata=read_metadata_file(job.metadata),
        published=job.published,
        reprocess=job.reprocess,
    )
    log.info("%d files in the inbox, %d of them to be extracted", len(found.present), len(found.due))
    return found


def taken_article_ids(con: "DuckDBPyConnection", inbox: str) -> frozenset[str]:
    """The article ids that other inboxes hold."""
    return frozenset(row[0] for row in con.execute(_statement("taken_article_ids"), {"inbox": inbox}).fetchall())


def make_batches(job: Job, found: Discovery, *, run_id: str, versions: Versions) -> list[Batch]:
    """The due files in batches, in order."""
    size = job.batch_files
    return [
        Batch(
            batch_id=f"{run_id}-{start // size + 1:06d}",
            warehouse=job.warehouse,
            versions=versions,
            items=found.due[start : start + size],
        )
        for start in range(0, len(found.due), size)
    ]


def load_batch(
    con: "DuckDBPyConnection", results: Iterator[BatchResult], *, run_id: str
) -> tuple[BatchResult, LoadCounts]:
    """Wait for the next batch to be extracted, and load it in one transaction."""
    result = next(results)
    counts = load_shards(con, [result.shard], run_id=run_id)
    remove_shards([result.shard])
    log.info("loaded %s: %d files, %d events", result.shard.name, result.files, counts.events_loaded)
    return result, counts


def new_run_id() -> str:
    """The moment in UTC: ids sort by age, and only one run writes at a time."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


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
    """Discover, mark what is gone, extract and load batch by batch, check; the ledger is kept up on the way."""
    inbox, run_id = inbox_name(job), ledger.run_id
    ledger.found = found = stage("discover", lambda: discover_inbox(con, job, versions))
    ledger.missing = mark_missing(con, inbox, found.present, run_id=run_id)
    batches = make_batches(job, found, run_id=run_id, versions=versions)
    with closing(extract_batches(batches, workers=job.workers, factory=factory)) as results:
        done = 0
        for number in range(1, len(batches) + 1):
            name = f"batch {number} of {len(batches)}"
            result, counts = stage(name, lambda: load_batch(con, results, run_id=run_id))
            ledger.results.append(result)
            ledger.counts += counts
            done += result.files
            progress(done, len(found.due))
    ledger.failures = stage("check", lambda: run_checks(con, inbox=inbox, files_seen=len(found.present)))


def _record_failure(warehouse: Path, ledger: Ledger, error: Exception) -> None:
    """Note in the work database why the run failed; what can't be noted there must not hide the error itself."""
    try:
        with open_work(warehouse) as con:
            counts = ledger.run_counts()
            finish_run(con, run_id=ledger.run_id, state="failed", counts=counts, error=one_line(error))
    except Exception:
        log.debug("the failure of run %s could not be recorded", ledger.run_id, exc_info=True)


def _summary(job: Job, ledger: Ledger, *, snapshot: Path, seconds: float) -> RunSummary:
    events: Counter[str] = Counter()
    for result in ledger.results:
        events.update(result.events)
    return RunSummary(
        run_id=ledger.run_id,
        inbox=str(job.inbox),
        warehouse=str(job.warehouse),
        published=str(job.warehouse / "warehouse.duckdb"),
        snapshot=str(snapshot),
        counts=ledger.run_counts(),
        files_unchanged=len(ledger.found.present) - len(ledger.found.due),
        events=dict(events),
        rejected=tuple(rejected for result in ledger.results for rejected in result.rejected),
        skipped=ledger.found.skipped,
        failed_checks=tuple(str(failure) for failure in ledger.failures),
        seconds=seconds,
    )


def _statement(name: str) -> str:
    return (resources.files("flows") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
