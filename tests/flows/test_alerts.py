"""Alerts: what is raised, when, and that a dead endpoint loses nothing."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows import cli
from flows.alerts.courier import courier, deliver
from flows.alerts.message import body_of
from flows.alerts.outbox import flush, known_causes, list_alerts, make_due, outbox, pause, raise_alert
from flows.alerts.policy import AlertSettings, not_before
from flows.alerts.send import send, target_name
from flows.announce import announce_run, announce_sighting, announced, try_out
from flows.doctor import check_alerts
from flows.errors import InboxError
from flows.job import Job
from flows.settings import alert_settings, load_settings
from flows.summary import RunSummary
from flows.watch import SIGHTINGS
from schemas.alert import Alert, AlertCause, AlertSample
from tests.flows.endpoint import Endpoint, endpoint
from warehouse.errors import WarehouseBusyError
from warehouse.expectations import Outcome
from warehouse.quarantine import OpenCause
from warehouse.runs import RunCounts

NOON = datetime(2026, 3, 9, 12, tzinfo=ZoneInfo("America/Lima")).timestamp()
HOUR = 3600.0


@pytest.fixture
def server() -> Iterator[Endpoint]:
    with endpoint() as made:
        yield made


def summary(warehouse: Path, *causes: OpenCause, failed: tuple[Outcome, ...] = (), **changes: Any) -> RunSummary:
    values: dict[str, Any] = {
        "run_id": "r1",
        "inbox": "inbox",
        "scope": "/inbox",
        "warehouse": str(warehouse),
        "published": str(warehouse / "warehouse.duckdb"),
        "snapshot": "s",
        "counts": RunCounts(files_seen=9, files_loaded=7, files_quarantined=2),
        "files_unchanged": 0,
        "events": {},
        "causes": causes,
        "failed": failed,
        "samples": (("a.txt", "binary data"), ("b\x1b[31m.txt", "empty\nfile"), ("c.txt", "no body")),
    }
    return RunSummary(**values | changes)


BINARY = OpenCause("read", "binary", 2, 2)
HELD = Outcome("unique_event_ids", "failed", "critical", 2.0, 0.0, 2, "2 broken, for example x, y")


def alert(*, severity: Any = "warning", scope: str = "/inbox", key: str = "quarantine:read:binary") -> Alert:
    cause = AlertCause(key=key, severity=severity, text="2 files")
    return Alert(
        kind="problem",
        scope=scope,
        run_id="r1",
        created_at=datetime.fromtimestamp(NOON, ZoneInfo("UTC")),
        title="Trouble",
        causes=(cause,),
        samples=(AlertSample(file="a.txt", reason="binary"),),
    )


def put(warehouse: Path, targets: list[str], given: Alert | None = None, *, now: float = NOON) -> int | None:
    given = given or alert()
    with outbox(warehouse) as con:
        return raise_alert(con, given, body=body_of(given), targets=targets, now=now, not_before=now, window=20 * HOUR)


def states(warehouse: Path) -> list[tuple[Any, ...]]:
    with outbox(warehouse) as con:
        return [(row["target"], row["delivery"], row["attempts"]) for row in list_alerts(con, most=99)]


def test_one_message_says_it_all(tmp_path: Path, server: Endpoint) -> None:
    settings = AlertSettings(urls=(server.url,))
    announce_run(summary(tmp_path, BINARY, failed=(HELD,), snapshot=None), settings, now=NOON)
    (message,) = server.taken
    assert (message["type"], "held back" in message["title"]) == ("failure", True)
    body = message["message"]
    for part in (
        "Severity:    critical",
        "Fingerprint: ",
        "2 in quarantine by the rule binary (read)\n",
        "Expectation unique_event_ids (critical): 2 broken",
        "files quarantined: 2",
        "a.txt: binary data",
        "b.txt: empty file",
        f"chasqui quarantine replay --all --warehouse {tmp_path}",
        f"chasqui quarantine list --warehouse {tmp_path}",
    ):
        assert part in body
    assert "\x1b" not in body


def test_the_same_is_said_once_in_a_window(tmp_path: Path, server: Endpoint) -> None:
    settings = AlertSettings(urls=(server.url,))
    for hours in (0, 1, 19, 21):
        announce_run(summary(tmp_path, BINARY), settings, now=NOON + hours * HOUR)
    assert len(server.taken) == 2
    other = OpenCause("validate", "offset", 1, 1)
    announce_run(summary(tmp_path, BINARY, other), settings, now=NOON + 22 * HOUR)
    assert len(server.taken) == 3


def test_nothing_new_is_no_message_and_nothing_wrong_is_resolved(tmp_path: Path, server: Endpoint) -> None:
    settings = AlertSettings(urls=(server.url,))
    announce_run(summary(tmp_path, BINARY), settings, now=NOON)
    announce_run(summary(tmp_path, replace(BINARY, new=0)), settings, now=NOON + 30 * HOUR)
    assert len(server.taken) == 1
    announce_run(summary(tmp_path), settings, now=NOON + 31 * HOUR)
    announce_run(summary(tmp_path), settings, now=NOON + 32 * HOUR)
    assert server.titles[1:] == ["Chasqui: resolved for /inbox"]
    announce_run(summary(tmp_path, BINARY), settings, now=NOON + 33 * HOUR)
    assert len(server.taken) == 3


def test_what_a_killed_run_left_is_announced_by_the_next(tmp_path: Path, server: Endpoint) -> None:
    announce_run(summary(tmp_path, replace(BINARY, new=0)), AlertSettings(urls=(server.url,)), now=NOON)
    assert len(server.taken) == 1


def test_expectation_that_could_not_be_judged_is_not_over(tmp_path: Path) -> None:
    volume = Outcome("article_volume", "failed", "warning", 6.0, 5.0, 8, "3 new files")
    announce_run(summary(tmp_path, failed=(volume,)), AlertSettings(), now=NOON)
    announce_run(summary(tmp_path, unjudged=("article_volume",)), AlertSettings(), now=NOON)
    with outbox(tmp_path) as con:
        assert [cause.key for cause in known_causes(con, "/inbox")] == ["expectation:article_volume"]


def test_failed_run_is_critical_and_a_busy_warehouse_is_not(tmp_path: Path, server: Endpoint) -> None:
    settings = AlertSettings(urls=(server.url,), quiet_hours="00:00-23:59")
    job = Job(inbox=tmp_path / "inbox", warehouse=tmp_path)

    def fail() -> RunSummary:
        raise InboxError("the inbox can't be listed")

    def collide() -> RunSummary:
        raise WarehouseBusyError(tmp_path, "process 1")

    with pytest.raises(InboxError):
        announced(job, settings, fail)
    with pytest.raises(WarehouseBusyError):
        announced(job, settings, collide)
    assert [message["type"] for message in server.taken] == ["failure"]
    announced(job, replace(settings, quiet_hours=None), lambda: summary(tmp_path, scope=str(tmp_path / "inbox")))
    assert server.titles[1].startswith("Chasqui: resolved")


def test_trouble_with_alerts_is_not_trouble_with_the_run(tmp_path: Path) -> None:
    (tmp_path / "alerts.sqlite").mkdir()
    done = summary(tmp_path, BINARY)
    assert announced(Job(inbox=tmp_path, warehouse=tmp_path), AlertSettings(), lambda: done) is done


def test_damaged_outbox_is_kept_and_begun_anew(
    tmp_path: Path, server: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else no alert would ever go out again. What is wrong now is announced."""
    settings = AlertSettings(urls=(server.url,))
    damaged = b"this is no database" * 100
    (tmp_path / "alerts.sqlite").write_bytes(damaged)
    assert (check_alerts(tmp_path).state, cli.main(["alerts", "list", "--warehouse", str(tmp_path)])) == ("fail", 3)
    assert "move it away" in capsys.readouterr().err
    announced(Job(inbox=tmp_path, warehouse=tmp_path), settings, lambda: summary(tmp_path, BINARY))
    assert len(server.taken) == 1
    assert (tmp_path / "alerts.sqlite.damaged").read_bytes() == damaged
    assert check_alerts(tmp_path).state == "ok"
    pages = bytearray((tmp_path / "alerts.sqlite").read_bytes())
    pages[5000:] = b"x" * (len(pages) - 5000)
    (tmp_path / "alerts.sqlite").write_bytes(pages)
    announced(Job(inbox=tmp_path, warehouse=tmp_path), settings, lambda: summary(tmp_path, BINARY))
    assert len(server.taken) == 2


def test_endpoint_that_is_down_then_refuses_then_is_slow_and_comes_back(tmp_path: Path) -> None:
    with endpoint() as gone:
        port, url = gone.server_port, gone.url
    settings = AlertSettings(urls=(url,), seconds=1)
    put(tmp_path, [target_name(url)])
    reasons = [deliver(tmp_path, settings).failed[0][1]]
    with endpoint(port) as server:
        for mood in ("refuse", "slow", "ok"):
            server.mood = mood
            with outbox(tmp_path) as con:
                make_due(con)
            started = time.monotonic()
            reasons += [reason for _, reason in deliver(tmp_path, settings).failed]
            assert time.monotonic() - started < 5
        assert server.titles == ["Trouble"]
        assert deliver(tmp_path, settings).sent == 0
    assert reasons == [
        "could not be reached, or refused it",
        "refused with status 503",
        "no answer within 1 seconds",
    ]
    assert states(tmp_path) == [(target_name(url), "sent", 4)]


def test_pauses_grow_and_a_dead_endpoint_does_not_hold_up_another(tmp_path: Path, server: Endpoint) -> None:
    dead = "json://127.0.0.1:9/"
    names = [target_name(dead), target_name(server.url)]
    for number in range(3):
        put(tmp_path, names, alert(key=f"k{number}"))
    done = deliver(tmp_path, AlertSettings(urls=(dead, server.url)))
    assert check_alerts(tmp_path, urls=[dead]).detail.startswith("3 wait")
    assert (done.sent, [name for name, _ in done.failed]) == (3, [names[0]])
    assert [pause(attempts) for attempts in (1, 2, 3, 20)] == [60, 120, 240, 3600]
    assert deliver(tmp_path, AlertSettings(urls=(dead,))).failed[0][0] == names[0]
    with closing(sqlite3.connect(tmp_path / "alerts.sqlite")) as con:
        assert con.execute("SELECT count(*) FROM delivery WHERE state = 'pending'").fetchone() == (3,)


def test_delivery_that_was_killed_is_taken_up_later(tmp_path: Path) -> None:
    put(tmp_path, ["a"])

    class KilledError(BaseException):
        pass

    def die(*message: str) -> None:
        raise KilledError

    with outbox(tmp_path) as con:
        with pytest.raises(KilledError):
            flush(con, ["a"], send=die, clock=lambda: NOON)
        assert flush(con, ["a"], send=lambda *m: None, clock=lambda: NOON + 1).sent == 0
        assert flush(con, ["a"], send=lambda *m: None, clock=lambda: NOON + HOUR).sent == 1


def test_clock_that_jumps_back_holds_nothing_up(tmp_path: Path) -> None:
    put(tmp_path, ["a"], now=NOON + 400 * HOUR)
    with outbox(tmp_path) as con:
        assert flush(con, ["a"], send=lambda *m: None, clock=lambda: NOON).sent == 1
    assert put(tmp_path, ["a"], now=NOON) is not None


@pytest.mark.parametrize(
    ("hour", "severity", "expected"),
    [
        ("23:30", "warning", "2026-03-10T07:00"),
        ("02:00", "warning", "2026-03-09T07:00"),
        ("07:00", "warning", "2026-03-09T07:00"),
        ("02:00", "critical", "2026-03-09T02:00"),
        ("12:00", "info", "2026-03-09T12:00"),
    ],
)
def test_quiet_hours_over_midnight(hour: str, severity: str, expected: str) -> None:
    now = datetime.fromisoformat(f"2026-03-09T{hour}").replace(tzinfo=ZoneInfo("America/Lima"))
    found = not_before(now, severity=severity, quiet_hours="22:00-07:00")
    assert found.replace(tzinfo=None).isoformat(timespec="minutes") == expected


def test_quiet_hours_within_a_day() -> None:
    now = datetime(2026, 3, 9, 13, tzinfo=ZoneInfo("UTC"))
    assert not_before(now, severity="warning", quiet_hours="12:00-14:00").hour == 14
    assert not_before(now, severity="warning", quiet_hours="14:00-15:00") == now


def test_message_waits_for_the_end_of_quiet_hours(tmp_path: Path, server: Endpoint) -> None:
    moment = datetime.fromtimestamp(time.time(), ZoneInfo("UTC"))
    quiet = f"{moment.hour:02}:00-{(moment.hour + 2) % 24:02}:00"
    settings = AlertSettings(urls=(server.url,), quiet_hours=quiet, timezone="UTC")
    announce_run(summary(tmp_path, BINARY), settings)
    assert (server.taken, len(states(tmp_path))) == ([], 1)
    announce_run(summary(tmp_path, failed=(HELD,)), settings)
    assert [message["type"] for message in server.taken] == ["failure"]


def test_courier_delivers_in_the_background(tmp_path: Path, server: Endpoint) -> None:
    put(tmp_path, [target_name(server.url)])
    with courier(tmp_path, AlertSettings(urls=(server.url,)), pause=0.05):
        deadline = time.monotonic() + 20
        while not server.taken:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_secrets_are_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with endpoint() as server:
        url = server.url
    (tmp_path / "chasqui.toml").write_text(f'alert_urls = ["{url}", "nonsense://s3cret"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    caplog.set_level("DEBUG")
    monkeypatch.setenv("CHASQUI_DEBUG", "1")
    assert cli.main(["--debug", "alerts", "test"]) == 1
    assert cli.main(["alerts", "list"]) == 0
    assert cli.main(["alerts", "list", "--json"]) == 0
    settings = load_settings({})
    shown = capfd.readouterr()
    printed = [shown.out, shown.err, caplog.text, repr(settings), repr(alert_settings(settings))]
    files = [path.read_bytes().decode("latin-1") for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert "not an address that apprise can use" in shown.out
    for text in [*printed, *files]:
        assert "s3cret" not in text
        assert "t0ken" not in text
    monkeypatch.setenv("CHASQUI_ALERT_URLS", "json://s3cret")
    monkeypatch.setenv("CHASQUI_ALERT_SECONDS", "-1")
    assert cli.main(["alerts", "test"]) == 2
    (tmp_path / "chasqui.toml").write_text('alert_urls = "json://s3cret"\n', encoding="utf-8")
    monkeypatch.delenv("CHASQUI_ALERT_URLS")
    assert cli.main(["alerts", "test"]) == 2
    assert "s3cret" not in capfd.readouterr().err


def test_commands_send_and_send_again(
    tmp_path: Path, server: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["alerts", "test"]) == 2
    monkeypatch.setenv("CHASQUI_ALERT_URLS", server.url)
    assert cli.main(["alerts", "list"]) == 0
    assert not (tmp_path / "data").exists()
    assert cli.main(["alerts", "test"]) == 0
    assert cli.main(["alerts", "resend"]) == 0
    assert cli.main(["alerts", "resend", "1"]) == 0
    assert cli.main(["alerts", "resend", "77"]) == 3
    assert server.titles == ["Chasqui: a test of alerts"] * 2
    capsys.readouterr()
    assert cli.main(["alerts", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["delivery"], row["attempts"]) == ("test", "sent", 2)


def test_what_nobody_has_got_goes_to_the_addresses_of_today(
    tmp_path: Path, server: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One was raised before there was any address, one for an address that is gone, one went somewhere else.

    A test of another address is of no use to anybody.
    """
    monkeypatch.chdir(tmp_path)
    with endpoint() as former:
        try_out(tmp_path / "data", AlertSettings(urls=("nonsense://x",)))
        put(tmp_path / "data", [], alert(scope="/unset"))
        put(tmp_path / "data", ["json-0ld"], alert(scope="/moved"))
        put(tmp_path / "data", [target_name(former.url), "json-0ld"], alert(scope="/told"))
        deliver(tmp_path / "data", AlertSettings(urls=(former.url,)))
        assert len(former.taken) == 1
    assert check_alerts(tmp_path / "data").state == "ok"
    assert cli.main(["alerts", "list"]) == 0
    assert "no address was set" in capsys.readouterr().out
    found = check_alerts(tmp_path / "data", urls=[server.url])
    assert (found.state, found.detail[:6], "2 of them for none" in found.detail) == ("warn", "2 wait", True)
    monkeypatch.setenv("CHASQUI_ALERT_URLS", server.url)
    assert cli.main(["alerts", "resend", "--due"]) == 0
    assert server.taken == []
    assert cli.main(["alerts", "resend"]) == 0
    assert len(server.taken) == 2
    assert check_alerts(tmp_path / "data", urls=[server.url]).state == "ok"
    assert cli.main(["alerts", "resend"]) == 0
    assert len(server.taken) == 2


def test_send_never_raises() -> None:
    assert send("", title="t", body="b", severity="info", seconds=5)


def test_what_the_automations_see_is_said_once_and_resolved_by_the_next_run(tmp_path: Path, server: Endpoint) -> None:
    settings = AlertSettings(urls=(server.url,), quiet_hours="00:00-23:59")
    for hours in (0, 1):
        announce_sighting(tmp_path, "/inbox", "late", SIGHTINGS["late"], settings, now=NOON + hours * HOUR)
    (message,) = server.taken
    assert "critical" in message["message"]
    assert SIGHTINGS["late"] in message["message"]
    assert "chasqui report --warehouse" in message["message"]
    announce_run(summary(tmp_path), settings, now=NOON + 2 * HOUR)
    with outbox(tmp_path) as con:
        assert known_causes(con, "/inbox") == []
