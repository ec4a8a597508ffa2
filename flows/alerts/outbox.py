"""The outbox: alerts and their deliveries, in a small database of its own beside the warehouse.

An alert is in it before anything is sent, and leaves it for an address only when that address has taken it. Delivery
is at least once: whoever dies between sending and noting it sends again.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from flows.errors import OutboxError
from schemas.alert import Alert, AlertCause

FILE_NAME = "alerts.sqlite"
BUSY_SECONDS = 30
FIRST_PAUSE = 60.0
LONGEST_PAUSE = 3600.0
LEASE_SECONDS = 600.0
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

log = logging.getLogger(__name__)

Send = Callable[[str, str, str, str], str | None]
"""Called with target, title, body and severity; returns why it failed, None if it didn't."""


@dataclass(frozen=True)
class Flushed:
    """What a delivery did."""

    sent: int = 0
    failed: tuple[tuple[str, str], ...] = ()


@contextmanager
def outbox(warehouse: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the outbox of a warehouse folder, which is made when missing. Raises `OutboxError`."""
    warehouse.mkdir(parents=True, exist_ok=True)
    path = warehouse / FILE_NAME
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as con:
            con.row_factory = sqlite3.Row
            con.executescript(_sql("create"))
            yield con
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in DAMAGED:
            raise OutboxError(path, str(error)) from error
        raise


def set_damaged_aside(warehouse: Path) -> None:
    """Make room for a new outbox where the one that is there is damaged: else no alert would go out any more."""
    path = warehouse / FILE_NAME
    if not path.exists():
        return
    try:
        with outbox(warehouse) as con:
            found = con.execute("PRAGMA quick_check(1)").fetchone()[0]
    except OutboxError as error:
        found = error.reason
    if found != "ok":
        aside = path.replace(path.with_name(f"{FILE_NAME}.damaged"))
        log.error("%s is damaged (%s): kept as %s, and begun anew", path, found, aside.name)


def raise_alert(
    con: sqlite3.Connection,
    alert: Alert,
    *,
    body: str,
    targets: Sequence[str],
    now: float,
    not_before: float,
    window: float,
) -> int | None:
    """Put an alert into the outbox, all of it or nothing; returns its id, None if the same was sent within `window`.

    What it says is wrong counts as wrong from now on; what it says is over no longer does.
    """
    with _transaction(con):
        same = {"scope": alert.scope, "fingerprint": alert.fingerprint, "now": now, "window": window}
        suppressed = alert.kind == "problem" and bool(_rows(con, "is_suppressed", same))
        state = "suppressed" if suppressed else "queued"
        values = {"kind": alert.kind, "severity": alert.severity, "run_id": alert.run_id, "title": alert.title}
        cursor = con.execute(_sql("put_alert"), {**same, **values, "body": body, "state": state})
        alert_id = int(cursor.lastrowid or 0)
        for target in () if suppressed else targets:
            con.execute(_sql("put_delivery"), {"alert_id": alert_id, "target": target, "not_before": not_before})
        _keep_causes(con, alert, now=now)
    return None if suppressed else alert_id


def known_causes(con: sqlite3.Connection, scope: str) -> list[AlertCause]:
    """What was wrong with an inbox when it was last looked at."""
    return [AlertCause(**row) for row in _rows(con, "causes", {"scope": scope})]


def flush(con: sqlite3.Connection, targets: Sequence[str], *, send: Send, clock: Callable[[], float]) -> Flushed:
    """Deliver what is due to these targets.

    A target that fails is left alone until the pause after its failure is over: one minute at first, then twice as
    long each time, at most an hour. It never gives up.
    """
    sent = 0
    failed: dict[str, str] = {}
    while claimed := _claim(con, [target for target in targets if target not in failed], now=clock()):
        alert_id, target, attempts = claimed
        (row,) = _rows(con, "read_alert", {"alert_id": alert_id})
        error = send(target, row["title"], row["body"], row["severity"])
        place = {"alert_id": alert_id, "target": target}
        if error is None:
            con.execute(_sql("note_sent"), {**place, "now": clock()})
            sent += 1
        else:
            con.execute(_sql("note_failed"), {**place, "next_attempt_at": clock() + pause(attempts), "error": error})
            failed[target] = error
    return Flushed(sent, tuple(failed.items()))


def pause(attempts: int) -> float:
    """Seconds to wait after so many attempts."""
    return float(min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE))


def make_due(con: sqlite3.Connection) -> None:
    """Deliver what waits at the next flush, whatever it waits for."""
    con.execute(_sql("make_due"))


def queue_again(con: sqlite3.Connection, alert_id: int, targets: Sequence[str]) -> bool:
    """Put an alert into the queue again for all targets; returns whether there is such an alert."""
    with _transaction(con):
        if not _rows(con, "find_alert", {"alert_id": alert_id}):
            return False
        for target in targets:
            con.execute(_sql("put_delivery"), {"alert_id": alert_id, "target": target, "not_before": 0})
    return True


def list_alerts(con: sqlite3.Connection, *, most: int) -> list[dict[str, Any]]:
    """The last alerts, newest first, one row per delivery."""
    return _rows(con, "list_alerts", {"most": most})


def adopt_undelivered(con: sqlite3.Connection, targets: Sequence[str]) -> None:
    """Put what nobody has got into the queue for these targets: none was set when it was raised, or others."""
    con.execute(_sql("adopt_undelivered"), {"targets": json.dumps(list(targets))})


def count_pending(con: sqlite3.Connection, targets: Sequence[str]) -> tuple[int, int, float | None]:
    """How many alerts wait, how many of them for none of these targets, and when the oldest was raised."""
    row = con.execute(_sql("count_pending"), {"targets": json.dumps(list(targets))}).fetchone()
    return int(row[0]), int(row[1]), row[2]


def _claim(con: sqlite3.Connection, targets: Sequence[str], *, now: float) -> tuple[int, str, int] | None:
    values = {"targets": json.dumps(list(targets)), "now": now, "lease": LEASE_SECONDS}
    rows = con.execute(_sql("claim"), values).fetchall()
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None


def _keep_causes(con: sqlite3.Connection, alert: Alert, *, now: float) -> None:
    if alert.kind == "test":
        return
    name = "put_cause" if alert.kind == "problem" else "delete_cause"
    for cause in alert.causes:
        values: dict[str, object] = {"scope": alert.scope, "key": cause.key}
        if alert.kind == "problem":
            values |= {"severity": cause.severity, "text": cause.text, "now": now}
        con.execute(_sql(name), values)


def _rows(con: sqlite3.Connection, name: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
    return [dict(row) for row in con.execute(_sql(name), values).fetchall()]


@contextmanager
def _transaction(con: sqlite3.Connection) -> Iterator[None]:
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


@cache
def _sql(name: str) -> str:
    return (resources.files("flows") / "sql" / "alerts" / f"{name}.sql").read_text(encoding="utf-8")
