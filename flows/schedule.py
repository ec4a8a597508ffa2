"""Serving the nightly deployment on a Prefect server."""

import fcntl
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import ScheduleBusyError, SettingsError
from flows.job import Job
from flows.prefect_environment import prepare_schedule
from flows.server import page, prefect_server

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun
    from prefect.schedules import Schedule

log = logging.getLogger(__name__)

ZONE_FILES = Path("/etc/localtime"), Path("/etc/timezone")
ZONE_FOLDER = "zoneinfo/"
UNFINISHED = ("PENDING", "RUNNING", "CANCELLING")
PAGE_SIZE = 200


def serve_schedule(job: Job, *, name: str, cron: str, timezone: str | None, port: int) -> None:
    """Serve the job by its cron until stopped. Prints where the server's page is.

    The deployment of that name is updated if it is there, so the schedule is the same one over restarts. One run at a
    time: what falls due during a run is cancelled, and of the runs missed while nothing served only the last is made
    up for. Raises `ScheduleBusyError`, `ServerError`, `SettingsError`, `ModelError`.
    """
    from flows.nightly import current_versions

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
            _tidy(name)
            print(f"Prefect page: {page(url)}/deployments", flush=True)
            print(f"Serving {name!r}: {cron} ({schedule.timezone}), inbox {job.inbox}", flush=True)
            _serve(job, name=name, schedule=schedule)


def local_timezone(environment: dict[str, str] | None = None) -> str:
    """The name of this machine's time zone, UTC if it can't be told."""
    given = (os.environ if environment is None else environment).get("TZ", "").lstrip(":")
    if given and _is_zone(given):
        return given
    link, file = ZONE_FILES
    if link.is_symlink():
        named = str(link.resolve()).partition(ZONE_FOLDER)[2]
        if _is_zone(named):
            return named
    named = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    return named if _is_zone(named) else "UTC"


def _is_zone(name: str) -> bool:
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

    if not _is_zone(timezone):
        raise SettingsError("schedule", "timezone", f"{timezone!r} is not a time zone, such as 'America/Lima'")
    try:
        CronSchedule(cron=cron, timezone=timezone)
    except ValidationError:
        raise SettingsError("schedule", "cron", f"{cron!r} is not a cron expression, such as '0 2 * * *'") from None
    return Cron(cron, timezone=timezone)


@contextmanager
def _only_server(warehouse: Path) -> Iterator[None]:
    """One process serves the schedule of a warehouse; the kernel lets go of the lock when it dies."""
    with (warehouse / "schedule.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ScheduleBusyError(f"{warehouse}: another process serves the schedule of this warehouse") from None
        yield


def _serve(job: Job, *, name: str, schedule: "Schedule") -> None:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.types.entrypoint import EntrypointType

    from flows.orchestrated import nightly

    # Prefect's handler of SIGTERM calls an asynchronous function without waiting for it, and says so when it ends.
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'", category=RuntimeWarning)
    nightly.serve(
        name=name,
        schedule=schedule,
        parameters=_parameters(job),
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        pause_on_shutdown=False,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _parameters(job: Job) -> dict[str, Any]:
    """The job as values that Prefect can store, with absolute paths: runs have a folder of their own."""
    return {key: str(value.resolve()) if isinstance(value, Path) else value for key, value in asdict(job).items()}


def _tidy(name: str) -> None:
    """Close what an earlier serving process left open.

    Its runs are dead or have lost their server: they are marked as crashed, which frees their slot. Of the runs that
    fell due since, all but the last are cancelled: each would do the same work.
    """
    from prefect.client.orchestration import get_client
    from prefect.states import Cancelled, Crashed

    with get_client(sync_client=True) as client:
        for run in _flow_runs(client, name, *UNFINISHED):
            client.set_flow_run_state(run.id, Crashed(message="The serving process ended during this run."), force=True)
        now = datetime.now(UTC)
        missed = [run for run in _flow_runs(client, name, "SCHEDULED") if _due(run) <= now]
        for run in sorted(missed, key=_due)[:-1]:
            client.set_flow_run_state(run.id, Cancelled(message="Missed: a later run makes up for it."), force=True)
        _free_slots(client, name)


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
