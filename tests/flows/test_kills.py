"""Kill -9 of a run and all its processes at each kind of moment; then one run that is left alone makes it good."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import kill_loop
from flows.alerts.outbox import LEASE_SECONDS, flush, outbox
from flows.alerts.send import target_name
from flows.job import Job
from flows.nightly import run_nightly
from tests.flows import stubs
from tests.flows.endpoint import endpoint
from tests.flows.test_faults import PYTHONPATH, ROOT
from warehouse.connection import open_work
from warehouse.migrate import MIGRATIONS, migrate
from warehouse.publish import publish
from warehouse.query import query

FIRST_MIGRATIONS = 3


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job over an inbox of two files."""
    stubs.write_inbox(tmp_path / "inbox", 2)
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1, batch_files=3)


def run(job: Job) -> int:
    return run_nightly(job, factory=stubs.factory, versions=stubs.VERSIONS).exit_code


def killed(job: Job, moment: str, *, url: str = "") -> None:
    command = [sys.executable, "-m", "tests.flows.killed_run", str(job.inbox), str(job.warehouse), moment]
    environment = os.environ | {"PYTHONPATH": PYTHONPATH, "CHASQUI_ALERT_URLS": url}
    process = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, start_new_session=True, check=False
    )
    assert process.returncode == -signal.SIGKILL, process.stderr.decode()


def fill(job: Job) -> None:
    """What lies in the inbox when the run is killed: new, changed and broken files."""
    stubs.write_inbox(job.inbox, 5)
    (job.inbox / "river-001.txt").write_text(stubs.meeting(71), encoding="utf-8")
    (job.inbox / "broken-1.txt").write_bytes(b"\0\1")


@pytest.mark.parametrize("moment", ["reading", "extraction", "load", "refresh", "publish"])
def test_killed_run_is_made_good_by_the_next(job: Job, moment: str) -> None:
    assert run(job) == 0
    fill(job)
    killed(job, moment)
    assert kill_loop.snapshot_faults(job.warehouse) == []
    assert query(job.warehouse, "SELECT count(*) FROM articles").rows == [(2,)]
    assert run(job) == (0 if moment in ("refresh", "publish") else 1)
    assert kill_loop.faults(job.inbox, job.warehouse) == []
    states = ("interrupted", "done") if moment != "publish" else ("done", "done")
    assert query(job.warehouse, "SELECT state FROM runs ORDER BY run_id").rows == [("done",), *((s,) for s in states)]


@pytest.mark.parametrize("moment", ["reading", "load", "refresh"])
def test_killed_run_over_copies_and_contents_that_come_back(job: Job, moment: str) -> None:
    """Two files change to the same content, one to what another held before that, and one back again."""
    stubs.write_inbox(job.inbox, 4)
    for changes in ({0: 9, 1: 9, 2: 1, 3: 5}, {0: 7, 1: 9, 2: 2, 3: 9}, {0: 9, 1: 1, 2: 9, 3: 7}):
        assert run(job) == 0
        assert kill_loop.faults(job.inbox, job.warehouse) == []
        for number, content in changes.items():
            (job.inbox / f"river-{number:03d}.txt").write_text(stubs.meeting(content), encoding="utf-8")
        killed(job, moment)
        assert kill_loop.snapshot_faults(job.warehouse) == []
    assert run(job) == 0
    assert kill_loop.faults(job.inbox, job.warehouse) == []


def test_the_proof_sees_a_content_that_is_nowhere(job: Job) -> None:
    """A copy counts as there; one whose article says something else does not."""
    for number in range(2):
        (job.inbox / f"river-{number:03d}.txt").write_text(stubs.meeting(5), encoding="utf-8")
    assert run(job) == 0
    assert kill_loop.faults(job.inbox, job.warehouse) == []
    with open_work(job.warehouse) as con:
        con.execute("UPDATE articles SET title = 'Other', content_key = 1")
    publish(job.warehouse)
    assert kill_loop.faults(job.inbox, job.warehouse) == [
        "loaded files whose content is in no article",
        "river-000.txt has an old content",
        "river-001.txt has an old content",
    ]


def test_killed_migration_leaves_the_schema_before_and_is_done_again(job: Job, tmp_path: Path) -> None:
    """Of a database that an older version has made; what the killed one did is rolled back."""
    older = tmp_path / "older"
    older.mkdir()
    for path in sorted(MIGRATIONS.glob("*.sql"))[:FIRST_MIGRATIONS]:
        shutil.copyfile(path, older / path.name)
    with open_work(job.warehouse) as con:
        assert len(migrate(con, folder=older)) == FIRST_MIGRATIONS
    fill(job)
    killed(job, "migration")
    with open_work(job.warehouse) as con:
        assert con.execute("SELECT count(*) FROM schema_migrations").fetchall() == [(FIRST_MIGRATIONS,)]
    assert run(job) == 1
    assert kill_loop.faults(job.inbox, job.warehouse) == []
    backups = [path.name for path in (job.warehouse / "work").glob("*.before-*")]
    assert backups == [f"chasqui.before-{FIRST_MIGRATIONS + 1:04d}.duckdb"]


def test_killed_delivery_loses_no_message(job: Job) -> None:
    """Killed when the message was sent and not yet noted: it stays in the outbox, and is sent again."""
    fill(job)
    with endpoint() as server:
        killed(job, "delivery", url=server.url)
        assert len(server.taken) == 1
        later = time.time() + 2 * LEASE_SECONDS
        sent: list[str] = []
        with outbox(job.warehouse) as con:
            targets = [target_name(server.url)]
            done = flush(con, targets, send=lambda *message: sent.append(message[1]), clock=lambda: later)
            assert (done.sent, len(sent)) == (1, 1)
            assert flush(con, targets, send=lambda *message: None, clock=lambda: later).sent == 0
    assert run(job) == 0
    assert kill_loop.faults(job.inbox, job.warehouse) == []
