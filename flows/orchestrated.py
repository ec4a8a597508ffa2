"""The nightly job as a Prefect flow: the same steps as tasks, one task per batch of files, and a table of the run."""

import atexit
import logging
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings

from flows.alerts.policy import AlertSettings
from flows.announce import announce_sighting, announced
from flows.job import Job
from flows.nightly import run_nightly
from flows.progress import Progress, silent
from flows.server import free_port, prefect_server
from flows.settings import alert_settings, load_settings
from flows.summary import RunSummary, artifact_rows
from flows.watch import SIGHTINGS

log = logging.getLogger(__name__)

T = TypeVar("T")

FLOW_NAME = "chasqui-nightly"
WATCH_FLOW_NAME = "chasqui-watch"
ARTIFACT_KEY = "chasqui-run"

_progress: ContextVar[Progress] = ContextVar("progress", default=silent)
"""Where a run started from the command line shows its progress: a flow takes only parameters that can be stored."""


_alerts: ContextVar[AlertSettings | None] = ContextVar("alerts", default=None)
"""Where that run sends alerts. Not a parameter either: a server would store the secrets in the addresses."""


@task(name="step", cache_policy=NO_CACHE, persist_result=False)
def step(work: Callable[[], Any]) -> Any:
    """Any step of the job."""
    return work()


def as_task(name: str, work: Callable[[], T], /) -> T:
    """The step as a task of that name."""
    return cast("T", step.with_options(name=name, task_run_name=name)(work))


@flow(name=FLOW_NAME, description="Load an inbox folder into the warehouse.", persist_result=False)
def nightly(
    inbox: Path,
    warehouse: Path = Path("data"),
    metadata: Path | None = None,
    published: str | None = None,
    model: str = "en_chasqui_news",
    workers: int = 1,
    batch_files: int = 8,
    reprocess: bool = False,
    article_seconds: float = 120.0,
    payload_bytes: int = 5_000_000,
    require_date: bool = False,
    expectations: Path | None = None,
    force_publish: bool = False,
    models: dict[str, str] | None = None,
    columns: dict[str, str] | None = None,
    reader_limits: dict[str, int] | None = None,
    settle_seconds: float = 0.0,
) -> RunSummary:
    """One run; the parameters are those of `flows.job.Job`."""
    job = Job(
        inbox=inbox,
        warehouse=warehouse,
        metadata=metadata,
        published=published,
        model=model,
        workers=workers,
        batch_files=batch_files,
        reprocess=reprocess,
        article_seconds=article_seconds,
        payload_bytes=payload_bytes,
        require_date=require_date,
        expectations=expectations,
        force_publish=force_publish,
        models=models or {},
        columns=columns or {},
        reader_limits=reader_limits or {},
        settle_seconds=settle_seconds,
    )
    return run_in_flow(job)


@flow(name=WATCH_FLOW_NAME, description="Raise an alert about the nightly runs.", persist_result=False)
def watch(warehouse: Path, scope: str, sighting: str) -> None:
    """Started by the automations of `flows.watch`; `scope` is the inbox as the warehouse names it."""
    announce_sighting(warehouse, scope, sighting, SIGHTINGS[sighting], alert_settings(load_settings({})))


def run_in_flow(job: Job) -> RunSummary:
    """The body of the flow. Apart from it, because a runner pickles the flow's function with all that it names."""
    alerts = _alerts.get() or alert_settings(load_settings({}))
    summary = announced(job, alerts, lambda: run_nightly(job, stage=as_task, progress=_progress.get()))
    _leave_table(summary)
    return summary


def run_as_flow(job: Job, *, alerts: AlertSettings, progress: Progress = silent) -> RunSummary:
    """Run the flow in this process, on the configured server or a temporary one.

    Prefect's own temporary server shares our terminal: Ctrl-C would end it before us, and the flow would wait minutes
    for it to say that it was interrupted.
    """
    server = ExitStack()
    # Left at the very end: what Prefect still has to say is sent when the interpreter ends.
    atexit.register(server.close)
    log_file = job.warehouse / "prefect-server.log"
    configured = get_current_settings().api.url
    url = server.enter_context(prefect_server(configured, port=free_port(), log_file=log_file, scheduler=False))
    token = _progress.set(progress)
    alerts_token = _alerts.set(alerts)
    try:
        with temporary_settings({PREFECT_API_URL: url}):
            summary: RunSummary = nightly(**asdict(job))
            return summary
    finally:
        _progress.reset(token)
        _alerts.reset(alerts_token)


@atexit.register
def _last_words() -> None:
    """Close standard error when all has been said.

    Prefect keeps modules alive beyond the interpreter's end, and DuckDB's binding then lists all of its own objects in
    them on standard error, as if something were wrong.
    """
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _leave_table(summary: RunSummary) -> None:
    """The table artifact of the run; a server that refuses it doesn't undo what is published."""
    try:
        create_table_artifact(
            key=ARTIFACT_KEY, table=artifact_rows(summary), description=f"Run {summary.run_id} over {summary.inbox}"
        )
    except Exception:
        log.warning("the table of run %s could not be stored", summary.run_id, exc_info=True)
