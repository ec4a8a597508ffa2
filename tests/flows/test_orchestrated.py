"""The real flow on a real Prefect server of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from flows.server import free_port, prefect_server
from flows.watch import SIGHTINGS, SUBJECT
from tests.flows import stubs
from tests.flows.endpoint import Endpoint, endpoint
from warehouse.query import query

ROOT = Path(__file__).parents[2]
SERVED_SECONDS = 120
BUSY_ATTEMPTS = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a server with a home and a port of its own; the environment points to it meanwhile."""
    home = tmp_path_factory.mktemp("prefect")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(home))
        patch.setenv("DO_NOT_TRACK", "1")
        patch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        # How often the server looks for what is late or missing.
        patch.setenv("PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS", "1")
        patch.setenv("PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY", "PT1S")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
        with prefect_server(None, port=free_port(), log_file=home / "server.log") as url:
            patch.setenv("PREFECT_API_URL", url)
            yield url


def ask(url: str, path: str, **body: Any) -> Any:
    """What the server's API says."""
    return tell(url, path, body)


def tell(url: str, path: str, body: Any) -> Any:
    """The same with a body of any kind. A server whose database is busy asks to be asked again."""
    request = urllib.request.Request(
        f"{url}{path}", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    for _ in range(BUSY_ATTEMPTS):
        try:
            with urllib.request.urlopen(request) as response:
                return json.loads(response.read() or "null")
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
        time.sleep(1)
    raise AssertionError(f"{path}: the server was busy all the time")


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "flows.cli", *map(str, arguments)]


def test_run_is_a_flow_with_a_task_per_batch(server: str, tmp_path: Path) -> None:
    stubs.write_inbox(tmp_path / "inbox", 3)
    (tmp_path / "inbox" / "bad.txt").write_bytes(b"\0\1\2\3")
    done = subprocess.run(
        command("run", "inbox", "--batch-files", "2", "--workers", "1"),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "bad.txt" in done.stdout
    assert query(tmp_path / "data", "SELECT count(*) FROM source_files").rows == [(4,)]

    (flow_run,) = ask(server, "/flow_runs/filter", flow_runs={"state": {"type": {"any_": ["COMPLETED"]}}})
    tasks = ask(server, "/task_runs/filter", flow_runs={"id": {"any_": [flow_run["id"]]}})
    names = {task["name"] for task in tasks}
    assert names == {"prepare", "discover", "batch 1", "batch 2", "refresh", "check", "publish"}
    (artifact,) = ask(server, "/artifacts/filter", artifacts={"flow_run_id": {"any_": [flow_run["id"]]}})
    rows = {row["figure"]: row["value"] for row in json.loads(artifact["data"])}
    assert (rows["files loaded"], rows["files quarantined"]) == (3, 1)
    assert {"seconds: read", "seconds: extract", "seconds: publish"} <= set(rows)
    assert list((tmp_path / "data" / "reports").glob("run-*.html"))


def test_server_listens_on_loopback_only_and_to_no_other_page(server: str) -> None:
    port = f"{urlparse(server).port:04X}"
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    listening = {address for _, address, _, state, *_ in sockets if state == "0A" and address.endswith(f":{port}")}
    assert listening == {f"0100007F:{port}"}
    others = Path("/proc/net/tcp6").read_text(encoding="ascii") if Path("/proc/net/tcp6").exists() else ""
    assert f":{port} 00000000000000000000000000000000:0000 0A" not in others
    request = urllib.request.Request(f"{server}/health", headers={"Origin": "http://elsewhere.example"})
    with urllib.request.urlopen(request) as response:
        assert response.headers["Access-Control-Allow-Origin"] is None


def test_error_of_a_flow_is_one_line(server: str, tmp_path: Path) -> None:
    stubs.write_inbox(tmp_path / "inbox", 1)
    done = subprocess.run(
        command("run", "inbox", "--model", "no_such_model"), capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "no_such_model" in done.stderr


def test_schedule_fires_by_itself_and_is_kept(server: str, tmp_path: Path) -> None:
    """Served twice: one deployment, whose schedule stays active, and a file dropped meanwhile ends in the warehouse."""
    stubs.write_inbox(tmp_path / "inbox", 1)
    for start in range(2):
        process = subprocess.Popen(
            command("schedule", "inbox", "--cron", "* * * * *", "--workers", "1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Prefect page: http://127.0.0.1")
            if start == 0:
                wait_until(lambda: bool(nightly_deployments(server)))
            else:
                wait_until(lambda: "COMPLETED" in nightly_states(server))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
        assert process.returncode == 0
    assert query(tmp_path / "data", "SELECT count(*) FROM articles").rows == [(1,)]
    (deployment,) = nightly_deployments(server)
    assert [(row["schedule"]["cron"], row["active"]) for row in deployment["schedules"]] == [("* * * * *", True)]
    assert automation_names(server, "nightly") == ["died", "hangs", "late", "missed"]


def nightly_deployments(url: str) -> Any:
    filters = {"flows": {"name": {"any_": ["chasqui-nightly"]}}, "deployments": {"name": {"any_": ["nightly"]}}}
    return ask(url, "/deployments/filter", **filters)


def nightly_states(url: str) -> set[str]:
    """The states of the runs of that deployment."""
    found = [{"id": {"any_": [row["id"]]}} for row in nightly_deployments(url)]
    return {run["state_type"] for one in found for run in ask(url, "/flow_runs/filter", deployments=one)}


def automation_names(url: str, deployment: str) -> list[str]:
    """What the automations over a deployment look for."""
    prefix = f"chasqui {deployment}: "
    names = [row["name"] for row in ask(url, "/automations/filter")]
    return sorted(name.removeprefix(prefix) for name in names if name.startswith(prefix))


@pytest.fixture
def hook() -> Iterator[Endpoint]:
    with endpoint() as made:
        yield made


def test_automations_see_what_goes_wrong(server: str, hook: Endpoint, tmp_path: Path) -> None:
    """Nobody serves the deployment: what the server sees of its runs becomes runs that raise alerts.

    A notification block is told at once, though nobody serves those runs either.
    """

    def on_server(task: str) -> Any:
        command = [
            sys.executable,
            "-m",
            "tests.flows.watched_deployment",
            task,
            "inbox",
            f"http://127.0.0.1:{hook.server_port}/",
        ]
        return json.loads(subprocess.run(command, capture_output=True, cwd=tmp_path, check=True).stdout)

    on_server("put")
    watched, watcher = on_server("put")
    assert automation_names(server, "watched") == ["died", "hangs", "late", "missed"]

    def start(state: str) -> str:
        due = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2026-01-01T02:00:00Z"}}
        run_id = str(ask(server, f"/deployments/{watched}/create_flow_run", state=due)["id"])
        if state != "SCHEDULED":
            ask(server, f"/flow_runs/{run_id}/set_state", state={"type": state}, force=True)
        return run_id

    start("SCHEDULED")
    start("RUNNING")
    dead = start("RUNNING")
    heartbeat = {
        "event": "prefect.flow-run.heartbeat",
        "id": str(uuid.uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{dead}"},
        "related": [{"prefect.resource.id": f"prefect.deployment.{watched}", "prefect.resource.role": "deployment"}],
    }
    tell(server, "/events", [heartbeat])

    def seen() -> set[str]:
        runs = ask(server, "/flow_runs/filter", deployments={"id": {"any_": [watcher]}})
        return {run["parameters"]["sighting"] for run in runs}

    wait_until(lambda: seen() == {"died", "hangs", "late", "missed"})
    wait_until(lambda: {message["body"] for message in hook.taken} == set(SIGHTINGS.values()))
    assert set(hook.titles) == {SUBJECT}
    with urllib.request.urlopen(f"{server}/flow_runs/{dead}") as response:
        assert json.load(response)["state_type"] == "CRASHED"
    (run,) = ask(server, "/flow_runs/filter", deployments={"id": {"any_": [watcher]}}, limit=1)
    assert run["parameters"]["scope"] == str((tmp_path / "inbox").resolve())

    seen_at_start = on_server("tidy")
    assert set(seen_at_start) == {"died", "missed"}
    assert "1 of its runs fell due" in seen_at_start["missed"]
    assert on_server("tidy").get("died") is None


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SERVED_SECONDS
    while not done():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(1)
