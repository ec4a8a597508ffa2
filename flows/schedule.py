"""Serving the nightly deployment on a Prefect server."""

import asyncio
import fcntl
import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flows.alerts.policy import AlertSettings
from flows.announce import announce_sighting, guarded
from flows.errors import ScheduleBusyError, SettingsError
from flows.job import Job
from flows.prefect_environment import prepare_schedule
from flows.server import page, prefect_server
from flows.watch import DIED, MISSED, automations, find_block, patience, put_automations

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule

    from flows.watch import Patience

log = logging.getLogger(__name__)

ZONE_FILES = Path("/etc/localtime"), Path("/etc/timezone")
ZONE_FOLDER = "zoneinfo/"
UNFINISHED = ("PENDING", "RUNNING", "CANCELLING")
PAGE_SIZE = 200
LOCK_NAME = "schedule.lock"
LOOK_AHEAD = 100
LATE_ENOUGH = timedelta(minutes=5)
"""Runs that fell due longer ago count as missed; a restart takes a moment."""


def serve_schedule(
    job: Job,
    *,
    name: str,
    cron: str,
    timezone: str | None,
    port: int,
    run_hours: float,
    alerts: AlertSettings,
) -> None:
    """Serve the job by its cron until stopped. Prints where the server's page is.

    The deployment of that name is updated if it is there, so the schedule is the same one over restarts. One run at a
    time: what falls due during a run is cancelled, and of the runs missed while nothing served only the last is made
    up for. Raises `ScheduleBusyError`, `ServerError`, `SettingsError`, `ModelError`.
    """
    from flows.nightly import current_versions, inbox_name

    current_versions(job.model)
    job.warehouse.mkdir(parents=True, exist_ok=True)
    with _only_server(job.warehouse):
        prepare_schedule()
        schedule = _schedule(cron, timezone or local_timezone())
        from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, get_current_settings, temporary_settings

        configured = get_current_settings().api.url
        log_file = job.warehouse / "prefect-server.log"
        with (
            prefect_server(configured, port=port, log_file=log_file) as url,
            temporary_settings({PREFECT_API_URL: url, PREFECT_UI_URL: page(url)}),
        ):
            for sighting, text in tidy(name).items():
                guarded(partial(announce_sighting, job.warehouse, inbox_name(job), sighting, text, alerts))
            gap = longest_gap(cron, str(schedule.timezone))
            deployments = deploy(job, name=name, schedule=schedule, patience=patience(gap, run_hours=run_hours))
            print(f"Prefect page: {page(url)}/deployments", flush=True)
            print(f"Serving {name!r}: {cron} ({schedule.timezone}), inbox {job.inbox}", flush=True)
            _serve(deployments)


def local_timezone(environment: dict[str, str] | None = None) -> str:
    """The name of this machine's time zone, UTC if it can't be told."""
    given = (os.environ if environment is None else environment).get("TZ", "").lstrip(":")
    if given and is_zone(given):
        return given
    link, file = ZONE_FILES
    if link.is_symlink():
        named = str(link.resolve()).partition(ZONE_FOLDER)[2]
        if is_zone(named):
            return named
    named = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    return named if is_zone(named) else "UTC"


def is_zone(name: str) -> bool:
    """Whether this machine knows a time zone of the name."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _schedule(cron: str, timezone: str) -> "Schedule":
    """The schedule for Prefect; raises `SettingsError` for a cron or a zone that it doesn't take."""
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.schedules import Cron
    from pydantic import ValidationError

    if not is_zone(timezone):
        raise SettingsError("schedule", "timezone", f"{timezone!r} is not a time zone, such as 'America/Lima'")
    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValidationError:
        raise SettingsError("schedule", "cron", f"{cron!r} is not a cron expression, such as '0 2 * * *'") from None
    return Cron(cron, timezone=timezone)


@contextmanager
def _only_server(warehouse: Path) -> Iterator[None]:
    """One process serves the schedule of a warehouse; the kernel lets go of the lock when it dies."""
    with (warehouse / LOCK_NAME).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ScheduleBusyError(f"{warehouse}: another process serves the schedule of this warehouse") from None
        yield


def is_served(warehouse: Path) -> bool:
    """Whether a process serves the schedule of a warehouse now."""
    try:
        with _only_server(warehouse):
            return False
    except ScheduleBusyError:
        return True


def _serve(deployments: "Sequence[RunnerDeployment]") -> None:
    """Serve the deployments until stopped; runs of the nightly one are one at a time."""
    from prefect import serve

    # Prefect's handler of SIGTERM calls an asynchronous function without waiting for it, and says so when it ends.
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'", category=RuntimeWarning)
    serve(*deployments, pause_on_shutdown=False, print_starting_message=False)


def deploy(
    job: Job, *, name: str, schedule: "Schedule", patience: "Patience"
) -> "tuple[RunnerDeployment, RunnerDeployment]":
    """Put the nightly deployment on the server, the one that raises alerts about it, and the automations between them.

    All three are brought up to date where they are there already.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.types.entrypoint import EntrypointType

    from flows.nightly import inbox_name
    from flows.orchestrated import nightly, watch

    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    parameters = {"warehouse": str(job.warehouse.resolve()), "scope": inbox_name(job)}
    by_module = EntrypointType.MODULE_PATH
    # Prefect types what it gives as a coroutine too: it is one where an event loop runs, and here is none.
    watched: RunnerDeployment = nightly.to_deployment(  # type: ignore[assignment]
        name,
        schedule=schedule,
        parameters=_parameters(job),
        concurrency_limit=one_at_a_time,
        entrypoint_type=by_module,
    )
    watcher: RunnerDeployment = watch.to_deployment(  # type: ignore[assignment]
        name, parameters=parameters, entrypoint_type=by_module
    )
    watched_id, watcher_id = cast("UUID", watched.apply()), cast("UUID", watcher.apply())
    with get_client(sync_client=True) as client:
        block = find_block(client)
        wanted = automations(name, watched=watched_id, watcher=watcher_id, patience=patience, block=block)
        put_automations(client, wanted)
    return watched, watcher


def longest_gap(cron: str, timezone: str) -> timedelta:
    """The longest time between two runs of a schedule, looking a hundred runs ahead."""
    from prefect.server.schemas.schedules import CronSchedule

    dates = asyncio.run(CronSchedule(cron=cron, timezone=timezone).get_dates(LOOK_AHEAD))
    return max((later - earlier for earlier, later in pairwise(dates)), default=timedelta(days=366))


def _parameters(job: Job) -> dict[str, Any]:
    """The job as values that Prefect can store, with absolute paths: runs have a folder of their own."""
    return {key: str(value.resolve()) if isinstance(value, Path) else value for key, value in asdict(job).items()}


def tidy(name: str) -> dict[str, str]:
    """Close what an earlier serving process left open; returns what there is to be said about it, by sighting.

    Its runs are dead or have lost their server: they are marked as crashed, which frees their slot. Of the runs that
    fell due since, all but the last are cancelled: each would do the same work.
    """
    from prefect.client.orchestration import get_client
    from prefect.states import Cancelled, Crashed

    seen: dict[str, str] = {}
    with get_client(sync_client=True) as client:
        died = _flow_runs(client, name, *UNFINISHED)
        for run in died:
            client.set_flow_run_state(run.id, Crashed(message="The serving process ended during this run."), force=True)
        now = datetime.now(UTC)
        missed = [run for run in _flow_runs(client, name, "SCHEDULED") if _due(run) <= now]
        for run in sorted(missed, key=_due)[:-1]:
            client.set_flow_run_state(run.id, Cancelled(message="Missed: a later run makes up for it."), force=True)
        _free_slots(client, name)
    if died:
        seen[DIED] = "the process that served the schedule ended during a run; the next one makes it good"
    late = [run for run in missed if _due(run) < now - LATE_ENOUGH]
    if late:
        seen[MISSED] = f"nothing served the schedule when {len(late)} of its runs fell due; the last is made up for"
    return seen


def _due(run: "FlowRun") -> datetime:
    return run.expected_start_time or datetime.max.replace(tzinfo=UTC)


def _flow_runs(client: "SyncPrefectClient", name: str, *states: str) -> list["FlowRun"]:
    """All runs of the deployment in one of the states."""
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterName,
        FlowFilter,
        FlowFilterName,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType

    from flows.orchestrated import FLOW_NAME

    found: list[FlowRun] = []
    while True:
        some = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[FLOW_NAME])),
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[name])),
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType(state) for state in states]))
            ),
            limit=PAGE_SIZE,
            offset=len(found),
        )
        found += some
        if len(some) < PAGE_SIZE:
            return found


def _free_slots(client: "SyncPrefectClient", name: str) -> None:
    """No run is open now, so no slot is taken: a server that was killed may remember one that was."""
    from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
    from prefect.exceptions import ObjectNotFound

    from flows.orchestrated import FLOW_NAME

    try:
        limit = client.read_deployment_by_name(f"{FLOW_NAME}/{name}").global_concurrency_limit
    except ObjectNotFound:
        return
    if limit is not None and limit.active_slots:
        client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))
