import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.checking import run_checks
from tests.warehouse.invented import INBOX, VERSIONS, File, shard
from warehouse.connection import open_work, require_space
from warehouse.errors import DiskSpaceError, NotPublishedError, PublishError, WarehouseBusyError
from warehouse.layout import Layout
from warehouse.load import load_shards
from warehouse.lock import single_writer
from warehouse.migrate import upgrade
from warehouse.publish import publish, rollback
from warehouse.query import query
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.shards import pending_shards, remove_shards

ROOT = Path(__file__).parents[2]


def child(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.warehouse.processes", *map(str, args)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        stdout=subprocess.PIPE,
        text=True,
    )


def run_once(directory: Path, run_id: str, files: int) -> None:
    """What a nightly run does with the shards that wait."""
    with single_writer(directory):
        upgrade(directory)
        with open_work(directory) as con:
            start_run(con, run_id=run_id, inbox=INBOX, **VERSIONS)
            shards = pending_shards(directory)
            load_shards(con, shards, run_id=run_id)
            assert run_checks(con, inbox=INBOX, files_seen=files) == []
            finish_run(con, run_id=run_id, state="done", counts=RunCounts(files_seen=files))
        remove_shards(shards)
        publish(directory)


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("template")
    shard(directory, "b0", File("a.txt", events=2), File("b.txt", failed="x"))
    run_once(directory, "run-1", 2)
    return directory


@pytest.fixture
def after_one_run(template, tmp_path) -> Path:
    """A warehouse of its own, published after one run over a file with two events and a broken one."""
    return Path(shutil.copytree(template, tmp_path / "wh", symlinks=True))


def events(directory: Path) -> int:
    return query(directory, "SELECT count(*) FROM event_mentions").rows[0][0]


def test_published_file_is_a_read_only_link(tmp_path):
    shard(tmp_path, "b", File("a.txt"))
    run_once(tmp_path, "run-1", 1)
    link = Layout(tmp_path).published
    assert not link.readlink().is_absolute()
    assert stat.S_IMODE(link.stat().st_mode) == 0o444
    with duckdb.connect(str(link), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM event_mentions").fetchall() == [(1,)]
    assert not list(tmp_path.rglob("*.wal"))


def test_folder_can_be_moved(tmp_path):
    shard(tmp_path / "old", "b", File("a.txt"))
    run_once(tmp_path / "old", "run-1", 1)
    (tmp_path / "old").rename(tmp_path / "new")
    assert events(tmp_path / "new") == 1


def test_three_snapshots_are_kept(tmp_path):
    upgrade(tmp_path)
    made = [publish(tmp_path, keep=1) for _ in range(5)]
    assert sorted(Layout(tmp_path).snapshots.iterdir()) == made[-3:]
    assert Layout(tmp_path).published.resolve() == made[-1]


def test_the_published_snapshot_is_kept_though_others_have_later_names(tmp_path):
    upgrade(tmp_path)
    first = publish(tmp_path)
    for number in range(4):
        shutil.copyfile(first, first.with_name(f"wh-9999{number}.duckdb"))
    assert publish(tmp_path).exists()
    assert Layout(tmp_path).published.exists()


def test_a_file_of_someone_else_is_not_replaced(tmp_path):
    upgrade(tmp_path)
    Layout(tmp_path).published.write_text("mine")
    with pytest.raises(PublishError, match="not a link"):
        publish(tmp_path)


def test_a_copy_that_is_not_whole_is_not_published(tmp_path, monkeypatch):
    upgrade(tmp_path)
    before = publish(tmp_path)
    monkeypatch.setattr(shutil, "copyfile", lambda source, target: Path(target).write_bytes(b"DUCK"))
    with pytest.raises(PublishError, match="can't be opened"):
        publish(tmp_path)
    assert Layout(tmp_path).published.resolve() == before


def test_rollback_publishes_the_snapshot_before(tmp_path):
    with pytest.raises(NotPublishedError):
        rollback(tmp_path)
    upgrade(tmp_path)
    made = [publish(tmp_path) for _ in range(3)]
    assert rollback(tmp_path) == made[1]
    assert rollback(tmp_path) == made[0] == Layout(tmp_path).published.resolve()
    with pytest.raises(PublishError, match="no snapshot before"):
        rollback(tmp_path)
    assert publish(tmp_path) == Layout(tmp_path).published.resolve()


def test_a_broken_snapshot_is_not_rolled_back_to(tmp_path):
    upgrade(tmp_path)
    first, second = publish(tmp_path), publish(tmp_path)
    first.chmod(0o644)
    first.write_bytes(b"DUCK")
    with pytest.raises(PublishError, match="can't be opened"):
        rollback(tmp_path)
    assert Layout(tmp_path).published.resolve() == second


def test_a_reader_keeps_its_snapshot_while_others_come(tmp_path):
    upgrade(tmp_path)
    first = publish(tmp_path)
    with duckdb.connect(str(first), read_only=True) as con:
        for _ in range(4):
            publish(tmp_path)
        assert not first.exists()
        assert con.execute("SELECT count(*) FROM event_mentions").fetchall() == [(0,)]


def test_one_writer_at_a_time(tmp_path):
    ready = tmp_path / "ready"
    holder = child("hold", tmp_path / "wh", ready)
    try:
        while not ready.exists():
            time.sleep(0.02)
        with pytest.raises(WarehouseBusyError, match=f"process {holder.pid}"), single_writer(tmp_path / "wh"):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with single_writer(tmp_path / "wh"):
        pass


def test_full_disk_is_seen_before_the_run(tmp_path, monkeypatch):
    require_space(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(DiskSpaceError, match="67 MB of free disk space are needed"):
        require_space(tmp_path)


@pytest.mark.parametrize(
    "statement",
    ["load/delete_articles", "load/insert_event_mentions", "load/counts"],
)
def test_killed_load_is_as_if_it_never_was(after_one_run, statement):
    directory = after_one_run
    shard(directory, "b1", File("a.txt", content="second"), File("b.txt", content="mended", events=3), File("c.txt"))
    process = child("load", directory, statement)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    with open_work(directory) as con:
        assert run_checks(con, inbox=INBOX, files_seen=2) == []
        assert con.execute("SELECT count(*) FROM event_mentions").fetchall() == [(2,)]
    run_once(directory, "run-2", 3)
    assert events(directory) == 5
    states = query(directory, "SELECT state FROM runs ORDER BY started_at").rows
    assert states == [("done",), ("interrupted",), ("done",)]


@pytest.mark.parametrize("step", ["_sync", "rename", "symlink_to", "replace", "_sweep_snapshots"])
def test_killed_publish_leaves_the_old_or_the_new(after_one_run, step):
    directory = after_one_run
    with open_work(directory) as con:
        load_shards(con, [shard(directory, "b1", File("c.txt"))], run_id="run-1")
    process = child("publish", directory, step)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert events(directory) == (3 if step == "_sweep_snapshots" else 2)
    run_once(directory, "run-2", 3)
    assert events(directory) == 3
    left = [path.name for path in directory.rglob("*.part")]
    assert left == []


def test_readers_see_only_whole_snapshots_and_never_an_older_one(tmp_path):
    stop = tmp_path / "stop"
    shard(tmp_path, "b", File("0.txt"))
    run_once(tmp_path, "run-0", 1)
    reader = child("read", tmp_path, stop)
    for number in range(1, 6):
        shard(tmp_path, f"b{number}", File(f"{number}.txt", events=number))
        run_once(tmp_path, f"run-{number}", number + 1)
    stop.touch()
    output, _ = reader.communicate()
    assert reader.returncode == 0
    seen = json.loads(output)
    assert all(counted == noted for counted, noted in seen)
    assert seen == sorted(seen)
    assert seen[-1] == [16, 16]
