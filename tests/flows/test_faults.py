"""Faults for real: full disks, stuck and dying workers, files that change, clocks that jump, kills at any moment."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks import kill_loop
from extract.readers import documents
from flows import cli, nightly
from flows.fingerprint import fingerprint
from flows.job import Job
from flows.nightly import run_nightly
from flows.summary import RunSummary
from flows.worker import WorkItem, process_file
from schemas import Article
from tests.flows import stubs
from tests.flows.endpoint import endpoint
from warehouse import publish
from warehouse.errors import DiskSpaceError, PublishError, StorageError, WarehouseBusyError
from warehouse.query import query

ROOT = Path(__file__).parents[2]
PYTHONPATH = os.pathsep.join([str(ROOT), str(ROOT / "src")])


@pytest.fixture
def job(tmp_path: Path) -> Job:
    stubs.write_inbox(tmp_path / "inbox", 4)
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1, batch_files=3)


def run(job: Job, **changes: Any) -> RunSummary:
    return run_nightly(job, **{"factory": stubs.factory, "versions": stubs.VERSIONS, **changes})


def rows(job: Job, sql: str) -> list[tuple[Any, ...]]:
    return query(job.warehouse, sql).rows


def write(job: Job, name: str, text: str) -> None:
    (job.inbox / name).write_text(text, encoding="utf-8")


def whole(job: Job) -> None:
    """Every file of the inbox is there once, and each has its one event."""
    counts = "SELECT count(*), count(DISTINCT path), (SELECT count(*) FROM event_mentions) FROM source_files"
    files = len(list(job.inbox.iterdir()))
    assert rows(job, counts) == [(files, files, files)]


def test_kills_at_random_moments_lose_and_double_nothing(tmp_path: Path) -> None:
    """The short form of `benchmarks/kill_loop.py`."""
    with endpoint() as server:
        tally = kill_loop.kill_again_and_again(tmp_path, server, kills=2, files=8, dice=random.Random(os.getpid()))
    assert (tally.kills, tally.faults) == (2, [])


def test_article_that_takes_too_long_is_set_aside(job: Job) -> None:
    write(job, "slow.txt", stubs.article_text("Talks", "They met. SLOW"))
    summary = run(replace(job, article_seconds=1))
    assert (summary.exit_code, summary.counts.files_loaded) == (1, 4)
    assert rows(job, "SELECT source_path, stage, reasons[1].rule FROM quarantine") == [
        ("slow.txt", "extract", "too_slow")
    ]


def test_article_that_hears_no_signal_costs_its_worker(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    write(job, "stuck.txt", stubs.article_text("Talks", "They met. STUCK"))
    summary = run(replace(job, article_seconds=1), factory=stubs.impatient_factory)
    assert (summary.exit_code, summary.counts.files_loaded) == (1, 4)
    assert rows(job, "SELECT reasons[1].rule FROM quarantine") == [("too_slow",)]


def test_worker_that_the_kernel_ends_costs_one_article(job: Job) -> None:
    """As it does when memory runs out: signal 9, and no word."""
    write(job, "heavy.txt", stubs.article_text("Talks", "They met. KILLED"))
    summary = run(job)
    assert (summary.exit_code, summary.counts.files_loaded) == (1, 4)
    assert rows(job, "SELECT source_path, reasons[1].rule FROM quarantine") == [("heavy.txt", "worker_died")]


def item(path: Path, inbox: Path) -> WorkItem:
    return WorkItem(
        inbox=str(inbox),
        path=path.name,
        file=path,
        sha256=fingerprint(path, metadata=None, published=None),
        size=path.stat().st_size,
        article_id=path.stem,
        root=inbox,
    )


def test_file_that_changes_while_it_is_read_is_read_again(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    path = job.inbox / "river-000.txt"
    found = item(path, job.inbox)
    path.write_text(stubs.meeting(77), encoding="utf-8")
    outcome = process_file(found, stubs.extract)
    (document,) = outcome.documents
    assert document.article is not None
    assert "river 77" in document.article.text
    assert outcome.item.sha256 == fingerprint(path, metadata=None, published=None)


def test_file_that_never_stops_changing_is_left_to_the_next_run(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer appends whenever it was read."""
    path = job.inbox / "river-000.txt"
    read = documents.read_article

    def read_and_append(file: Path, **options: Any) -> Article:
        article = read(file, **options)
        with file.open("a", encoding="utf-8") as opened:
            opened.write("The ministers went on talking.\n")
        return article

    monkeypatch.setattr(documents, "read_article", read_and_append)
    outcome = process_file(item(path, job.inbox), stubs.extract)
    (document,) = outcome.documents
    assert document.article is None
    assert (document.faults[0].reasons[0].rule, outcome.item.sha256) == ("changing", "")
    assert run(job).exit_code == 0


def test_file_that_vanishes_between_listing_and_reading(job: Job) -> None:
    def vanish(name: str, work: Callable[[], Any]) -> Any:
        done = work()
        if name == "discover":
            (job.inbox / "river-002.txt").unlink()
        return done

    assert run(job, stage=vanish).exit_code == 1
    assert run(job).counts.files_missing == 1
    assert rows(job, "SELECT count(*) FROM source_files WHERE status = 'loaded'") == [(3,)]


def test_clock_that_jumps_back_keeps_the_order_of_runs(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    run(job)
    days = iter(range(1, 9))

    def earlier() -> str:
        return (datetime.now(UTC) - timedelta(days=next(days))).strftime(nightly.RUN_ID_FORM)

    monkeypatch.setattr(nightly, "new_run_id", earlier)
    monkeypatch.setattr(publish, "_load_id", earlier)
    for number in range(5, 9):
        write(job, f"river-{number:03d}.txt", stubs.meeting(number))
        assert run(job).exit_code == 0
        whole(job)
    ids = [row[0] for row in rows(job, "SELECT run_id FROM runs ORDER BY started_at")]
    assert ids == sorted(set(ids))
    assert query(job.warehouse, "SELECT count(*) FROM articles").rows == [(8,)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of 90 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=90m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this machine mounts no small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_inbox_on_a_disk_that_can_only_be_read(job: Job, small_disk: Path) -> None:
    job = replace(job, inbox=small_disk / "inbox")
    stubs.write_inbox(job.inbox, 4)
    (job.inbox / "bad.txt").write_bytes(b"\0\1")
    done = subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this machine makes no disk read-only")
    summary = run(job)
    assert (summary.counts.files_loaded, summary.counts.files_quarantined) == (4, 1)
    assert run(job).files_unchanged == 5


def test_warehouse_on_a_disk_that_can_only_be_read(
    job: Job, small_disk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says so, readers keep what is published, and the run is made good when it can be written to again."""
    job = replace(job, warehouse=small_disk / "data")
    run(job)
    write(job, "river-009.txt", stubs.meeting(9))
    if subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], capture_output=True, check=False).returncode:
        pytest.skip("this machine makes no disk read-only")
    monkeypatch.setenv("CHASQUI_DEBUG", "")
    assert cli.main(["run", str(job.inbox), "--warehouse", str(job.warehouse), "--no-orchestrator"]) == 3
    said = capsys.readouterr().err.splitlines()
    assert "Read-only file system" in said[-1]
    assert all(line.startswith(("chasqui: ", "ERROR ")) for line in said)
    assert rows(job, "SELECT count(*) FROM articles") == [(4,)]
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], capture_output=True, check=True)
    assert run(job).exit_code == 0
    whole(job)


def test_two_runs_at_once_load_everything_once(job: Job) -> None:
    stubs.write_inbox(job.inbox, 12)
    command = [sys.executable, "-m", "tests.flows.slow_run", str(job.inbox), str(job.warehouse)]
    environment = os.environ | {"PYTHONPATH": PYTHONPATH}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 1])
    if codes == [0, 1]:
        assert any(WarehouseBusyError.__name__ in text for text in said)
    whole(job)


def test_full_disk_is_an_error_and_loses_nothing(job: Job, small_disk: Path) -> None:
    """Refused at the start when it is full already; given up in the middle when it fills up meanwhile."""
    job = replace(job, warehouse=small_disk / "data")
    run(job)
    ballast = small_disk / "ballast"

    def fill() -> None:
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 65536)
            except OSError:
                return

    fill()
    with pytest.raises(DiskSpaceError):
        run(job)
    ballast.unlink()
    stubs.write_inbox(job.inbox, 40)

    def fill_before_publishing(name: str, work: Callable[[], Any]) -> Any:
        if name == "publish":
            fill()
        return work()

    with pytest.raises((OSError, StorageError, PublishError)):
        run(job, stage=fill_before_publishing)
    assert rows(job, "SELECT count(*) FROM articles") == [(4,)]
    ballast.unlink()

    job.inbox.joinpath("river-000.txt").write_text(stubs.meeting(99), encoding="utf-8")

    def fill_before_loading(name: str, work: Callable[[], Any]) -> Any:
        if name.startswith("batch"):
            fill()
        return work()

    with pytest.raises(Exception, match=r"(?i)space|write|disk"):
        run(job, stage=fill_before_loading)
    ballast.unlink()
    assert run(job).exit_code == 0
    whole(job)


def test_worker_that_may_use_no_more_memory_sets_the_article_aside(job: Job) -> None:
    write(job, "huge.txt", stubs.article_text("Talks", "They met. HUGE"))
    summary = run(job, factory=stubs.poor_factory)
    assert (summary.exit_code, summary.counts.files_loaded) == (1, 4)
    assert rows(job, "SELECT reasons[1].rule FROM quarantine") == [("MemoryError",)]


def test_migration_that_is_killed_is_done_again(job: Job) -> None:
    """Killed as soon as a database begins to be made: what is half made is not taken for one."""
    command = [sys.executable, "-m", "tests.flows.slow_run", str(job.inbox), str(job.warehouse)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": PYTHONPATH}, start_new_session=True)
    work = job.warehouse / "work"
    while not (work.is_dir() and any(work.iterdir())) and process.poll() is None:
        pass
    os.killpg(process.pid, 9)
    process.wait()
    assert not (job.warehouse / "warehouse.duckdb").exists()
    assert run(job).exit_code == 0
    whole(job)
