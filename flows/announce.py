"""From what a run found to the alerts about it: what is new, and what is over."""

import logging
import shlex
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.alerts.courier import deliver
from flows.alerts.message import body_of
from flows.alerts.outbox import known_causes, outbox, raise_alert, set_damaged_aside
from flows.alerts.policy import AlertSettings, not_before
from flows.alerts.send import by_name
from flows.worker import one_line
from schemas.alert import MOST_SAMPLES, Alert, AlertCause, AlertSample
from warehouse.errors import WarehouseBusyError

if TYPE_CHECKING:
    from flows.job import Job
    from flows.quarantine import RepairSummary
    from flows.summary import RunSummary
    from warehouse.expectations import Outcome
    from warehouse.quarantine import OpenCause

log = logging.getLogger(__name__)

FAILED_EXPECTATIONS = "sql \"SELECT * FROM dq_result WHERE state = 'failed' ORDER BY checked_at DESC\""
QUARANTINE, EXPECTATION, RUN = "quarantine:", "expectation:", "run:"


def announced(job: "Job", settings: AlertSettings, run: Callable[[], "RunSummary"]) -> "RunSummary":
    """Run, and raise and deliver the alerts about it. Whatever goes wrong with alerts does not touch the run.

    A run that fails is an alert too, unless another run was just at it.
    """
    guarded(lambda: set_damaged_aside(job.warehouse))
    try:
        summary = run()
    except WarehouseBusyError:
        raise
    except Exception as error:
        guarded(partial(announce_failure, job, error, settings))
        raise
    guarded(lambda: announce_run(summary, settings))
    return summary


def announce_run(summary: "RunSummary", settings: AlertSettings, *, now: float | None = None) -> None:
    """Raise what is new and what is over after a run, and deliver."""
    warehouse = Path(summary.warehouse)
    causes = {**quarantine_causes(summary.causes), **expectation_causes(summary.failed)}
    unjudged = {EXPECTATION + name for name in summary.unjudged}
    met = {_key(cause) for cause in summary.causes if cause.new} | set(expectation_causes(summary.failed))
    with outbox(warehouse) as con:
        known = {cause.key: cause for cause in known_causes(con, summary.scope)}
    news = [cause for key, cause in causes.items() if key in met or key not in known]
    over = [cause for key, cause in known.items() if key not in causes and key not in unjudged]
    if news:
        _raise(warehouse, _problem(summary, news), settings, now=now)
    if over:
        _raise(warehouse, _resolved(summary.scope, summary.run_id, over), settings, now=now)
    deliver(warehouse, settings)


def announce_failure(job: "Job", error: Exception, settings: AlertSettings, *, now: float | None = None) -> None:
    """Raise and deliver that a run could not be done."""
    from flows.nightly import inbox_name

    name = type(error).__name__
    cause = AlertCause(key=RUN + name, severity="critical", text=f"{name}: {one_line(error)}")
    alert = Alert(
        kind="problem",
        scope=inbox_name(job),
        run_id=None,
        created_at=_moment(now),
        title=f"Chasqui: the run over {job.inbox} failed",
        causes=(cause,),
        look=(_command("doctor", job.warehouse),),
    )
    _raise(job.warehouse, alert, settings, now=now)
    deliver(job.warehouse, settings)


def announce_sighting(
    warehouse: Path, scope: str, sighting: str, text: str, settings: AlertSettings, *, now: float | None = None
) -> None:
    """Raise and deliver what was seen of the schedule of an inbox; the next run that is done resolves it."""
    alert = Alert(
        kind="problem",
        scope=scope,
        run_id=None,
        created_at=_moment(now),
        title=f"Chasqui: the nightly run over {scope} needs a look",
        causes=(AlertCause(key=RUN + sighting, severity="critical", text=text),),
        look=(_command("doctor", warehouse), _command("report", warehouse)),
    )
    _raise(warehouse, alert, settings, now=now)
    deliver(warehouse, settings)


def announce_repair(
    summary: "RepairSummary", warehouse: Path, settings: AlertSettings, *, now: float | None = None
) -> None:
    """Raise what is over after rows of the quarantine were replayed or discarded, and deliver."""
    for scope, open_now in (summary.causes or {}).items():
        causes = quarantine_causes(open_now)
        with outbox(warehouse) as con:
            known = known_causes(con, scope)
        over = [cause for cause in known if cause.key.startswith(QUARANTINE) and cause.key not in causes]
        if over:
            _raise(warehouse, _resolved(scope, summary.run_id, over), settings, now=now)
    deliver(warehouse, settings)


def try_out(warehouse: Path, settings: AlertSettings) -> None:
    """Raise a test message, free of quiet hours. It is delivered with the rest."""
    cause = AlertCause(
        key="test", severity="info", text="Nothing: this message was asked for with `chasqui alerts test`"
    )
    alert = Alert(
        kind="test",
        scope=str(warehouse),
        run_id=None,
        created_at=_moment(None),
        title="Chasqui: a test of alerts",
        causes=(cause,),
        look=(_command("alerts list", warehouse),),
    )
    with outbox(warehouse) as con:
        targets = list(by_name(settings.urls))
        raise_alert(con, alert, body=body_of(alert), targets=targets, now=time.time(), not_before=0, window=0)


def quarantine_causes(causes: Sequence["OpenCause"]) -> dict[str, AlertCause]:
    """One cause per stage and rule of what is in quarantine."""
    return {
        _key(cause): AlertCause(
            key=_key(cause),
            severity="warning",
            text=f"{cause.count} in quarantine by the rule {cause.rule} ({cause.stage}){_of_them_new(cause)}",
        )
        for cause in causes
    }


def _of_them_new(cause: "OpenCause") -> str:
    return f", {cause.new} of them new" if 0 < cause.new < cause.count else ""


def expectation_causes(outcomes: Sequence["Outcome"]) -> dict[str, AlertCause]:
    """One cause per expectation that failed and is worth a message."""
    return {
        EXPECTATION + outcome.expectation: AlertCause(
            key=EXPECTATION + outcome.expectation, severity=outcome.severity or "info", text=f"Expectation {outcome}"
        )
        for outcome in outcomes
        if outcome.is_alarming
    }


def _key(cause: "OpenCause") -> str:
    return f"{QUARANTINE}{cause.stage}:{cause.rule}"


def _problem(summary: "RunSummary", news: Sequence[AlertCause]) -> Alert:
    warehouse = Path(summary.warehouse)
    in_quarantine = any(cause.key.startswith(QUARANTINE) for cause in news)
    held = " and was held back from publication" if summary.held_back else ""
    kinds = f"{len(news)} kind{'s' if len(news) > 1 else ''} of trouble"
    return Alert(
        kind="problem",
        scope=summary.scope,
        run_id=summary.run_id,
        created_at=_moment(None),
        title=f"Chasqui: the run over {summary.inbox} met {kinds}{held}",
        causes=tuple(news),
        counts=_counts(summary),
        samples=tuple(AlertSample(file=file, reason=reason) for file, reason in summary.samples[:MOST_SAMPLES]),
        replay=_command("quarantine replay --all", warehouse) if in_quarantine else None,
        look=(
            *((_command("quarantine list", warehouse),) if in_quarantine else ()),
            _command("alerts list", warehouse),
            _command(FAILED_EXPECTATIONS, warehouse),
        ),
    )


def _counts(summary: "RunSummary") -> dict[str, int]:
    counts = summary.counts
    return {
        "files in the inbox": counts.files_seen,
        "files loaded": counts.files_loaded,
        "files quarantined": counts.files_quarantined,
        "events loaded": counts.events_loaded,
        "events quarantined": counts.events_quarantined,
    }


def _resolved(scope: str, run_id: str, over: Sequence[AlertCause]) -> Alert:
    return Alert(
        kind="resolved",
        scope=scope,
        run_id=run_id,
        created_at=_moment(None),
        title=f"Chasqui: resolved for {scope}",
        causes=tuple(over),
    )


def _raise(warehouse: Path, alert: Alert, settings: AlertSettings, *, now: float | None) -> None:
    from flows.schedule import local_timezone

    moment = time.time() if now is None else now
    local = datetime.fromtimestamp(moment, ZoneInfo(settings.timezone or local_timezone()))
    earliest = not_before(local, severity=alert.severity, quiet_hours=settings.quiet_hours)
    with outbox(warehouse) as con:
        raise_alert(
            con,
            alert,
            body=body_of(alert),
            targets=list(by_name(settings.urls)),
            now=moment,
            not_before=earliest.timestamp(),
            window=settings.suppress_seconds,
        )


def _command(command: str, warehouse: Path) -> str:
    name, _, rest = command.partition(" ")
    where = f" --warehouse {shlex.quote(str(warehouse.resolve()))}"
    # The options of a command with subcommands come after the subcommand.
    return f"chasqui {command}{where}" if name in ("alerts", "quarantine") else f"chasqui {name}{where} {rest}".rstrip()


def _moment(now: float | None) -> datetime:
    return datetime.fromtimestamp(time.time() if now is None else now, UTC)


def guarded(work: Callable[[], None]) -> None:
    """Do it, and only log what goes wrong: trouble with alerts must not look like trouble with the data."""
    try:
        work()
    except Exception as error:
        log.error("the alerts about the run could not be raised or delivered: %s", one_line(error))
        log.debug("the reason", exc_info=True)
