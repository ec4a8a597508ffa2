"""`chasqui doctor` finds the faults that a warehouse meets, and says how to mend each."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import cli, doctor
from flows.doctor import Finding
from flows.job import Job
from flows.nightly import run_nightly
from flows.schedule import LOCK_NAME, _only_server
from flows.server import free_port
from flows.settings import Settings
from tests.flows import stubs
from tests.flows.test_faults import small_disk  # noqa: F401 -- a fixture
from warehouse.layout import Layout
from warehouse.lock import single_writer
from warehouse.publish import publish
from warehouse.query import query


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    stubs.write_inbox(folder / "inbox", 1)
    job = Job(inbox=folder / "inbox", warehouse=folder / "data", workers=1)
    run_nightly(job, factory=stubs.factory, versions=stubs.VERSIONS)
    return job.warehouse


@pytest.fixture
def warehouse(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


def states(warehouse: Path, *checks: Callable[[Path], Finding]) -> list[str]:
    return [check(warehouse).state for check in checks]


OF_WAREHOUSE = (
    doctor.check_disk,
    doctor.check_folder,
    doctor.check_published,
    doctor.check_database,
    doctor.check_schema,
    doctor.check_storage,
    doctor.check_lock,
    doctor.check_leftovers,
    doctor.check_quarantine,
    doctor.check_alerts,
    doctor.check_schedule,
)


def test_sound_warehouse(warehouse: Path) -> None:
    assert set(states(warehouse, *OF_WAREHOUSE)) == {"ok"}


def test_no_warehouse_is_no_failure(tmp_path: Path) -> None:
    found = doctor.check_published(tmp_path / "none")
    assert (found.state, found.mend) == ("warn", "publish one with `chasqui run INBOX`")
    assert "fail" not in states(tmp_path / "none", *OF_WAREHOUSE)
    assert not (tmp_path / "none").exists()


def link_to_nothing(layout: Layout) -> None:
    layout.published.resolve().unlink()


def own_file(layout: Layout) -> None:
    layout.published.unlink()
    layout.published.write_bytes(b"somebody's")


def damaged_snapshot(layout: Layout) -> None:
    snapshot = layout.published.resolve()
    snapshot.chmod(0o644)
    snapshot.write_bytes(b"\0" * 9000)


def damaged_database(layout: Layout) -> None:
    layout.database.write_bytes(b"\0" * 9000)


def lost_database(layout: Layout) -> None:
    layout.database.unlink()


def newer_schema(layout: Layout) -> None:
    with duckdb.connect(str(layout.database)) as con:
        con.execute(
            "INSERT INTO schema_migrations BY NAME SELECT * REPLACE (9999 AS version) FROM schema_migrations LIMIT 1"
        )
    publish(layout.root)


def file_for_folder(layout: Layout) -> None:
    shutil.rmtree(layout.shards)
    layout.shards.write_text("in the way", encoding="utf-8")


def leftover_shard(layout: Layout) -> None:
    (layout.shards / "20260309T020000000000Z-000001.tmp").mkdir()


def served_before(layout: Layout) -> None:
    (layout.root / LOCK_NAME).touch()


@pytest.mark.parametrize(
    ("damage", "check", "state", "detail", "mend"),
    [
        (link_to_nothing, doctor.check_published, "fail", "which is gone", "chasqui run"),
        (own_file, doctor.check_published, "fail", "not a link", "move it away"),
        (damaged_snapshot, doctor.check_published, "fail", "can't be read", "chasqui rollback"),
        (damaged_snapshot, doctor.check_schema, "fail", "can't be opened", "chasqui rollback"),
        (damaged_database, doctor.check_database, "fail", "not a valid", "move it away"),
        (lost_database, doctor.check_database, "warn", "is not there", "from what is published"),
        (newer_schema, doctor.check_schema, "fail", "9999", "use the version of Chasqui"),
        (file_for_folder, doctor.check_folder, "fail", "not a folder", "move it away"),
        (leftover_shard, doctor.check_leftovers, "warn", "000001.tmp", "the next sweeps them"),
        (served_before, doctor.check_schedule, "warn", "no process serves it", "chasqui schedule INBOX"),
    ],
)
def test_faults_of_a_warehouse(
    damage: Callable[[Layout], None],
    check: Callable[[Path], Finding],
    state: str,
    detail: str,
    mend: str,
    warehouse: Path,
) -> None:
    damage(Layout(warehouse))
    found = check(warehouse)
    assert (found.state, detail in found.detail, mend in found.mend) == (state, True, True), found


@pytest.mark.parametrize("damage", [link_to_nothing, damaged_snapshot])
def test_the_next_run_mends_what_is_published(damage: Callable[[Layout], None], made: Path, warehouse: Path) -> None:
    damage(Layout(warehouse))
    job = Job(inbox=made.parent / "inbox", warehouse=warehouse, workers=1)
    assert run_nightly(job, factory=stubs.factory, versions=stubs.VERSIONS).files_unchanged == 1
    assert states(warehouse, *OF_WAREHOUSE) == ["ok"] * len(OF_WAREHOUSE)


def test_the_next_run_goes_on_from_what_is_published(
    made: Path, warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the work database is lost, with a log of changes that fits no other; a damaged one is an error first."""
    job = Job(inbox=made.parent / "inbox", warehouse=warehouse, workers=1)
    damaged_database(Layout(warehouse))
    assert cli.main(["migrate", "--warehouse", str(warehouse)]) == 3
    assert "move it away: the next run goes on from what is published" in capsys.readouterr().err
    with duckdb.connect(str(warehouse / "other.duckdb")) as con:
        con.execute("CREATE TABLE other (x INTEGER)")
        Layout(warehouse).database.unlink()
        shutil.copyfile(warehouse / "other.duckdb.wal", Layout(warehouse).database.with_suffix(".duckdb.wal"))
    summary = run_nightly(job, factory=stubs.factory, versions=stubs.VERSIONS)
    assert (summary.files_unchanged, summary.counts.files_seen) == (1, 1)
    assert query(warehouse, "SELECT count(*) FROM runs").rows == [(2,)]
    assert states(warehouse, *OF_WAREHOUSE) == ["ok"] * len(OF_WAREHOUSE)


def test_lock_of_a_dead_process_is_free_and_that_of_a_living_one_is_not(warehouse: Path) -> None:
    Layout(warehouse).lock.write_text("process 999999", encoding="utf-8")
    assert doctor.check_lock(warehouse).state == "ok"
    with single_writer(warehouse):
        found = doctor.check_lock(warehouse)
    assert (found.state, "process" in found.detail, "end it" in found.mend) == ("warn", True, True)


def test_schedule_that_is_served(warehouse: Path) -> None:
    with _only_server(warehouse):
        assert doctor.check_schedule(warehouse).detail == "a process serves it"


def test_disk_without_room_for_a_run(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(warehouse)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    found = doctor.check_disk(warehouse)
    assert (found.state, "free some space" in found.mend) == ("fail", True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=500_000_000))
    assert doctor.check_disk(warehouse).state == "warn"


def test_folder_on_a_disk_that_can_only_be_read(small_disk: Path) -> None:  # noqa: F811 -- the fixture
    (small_disk / "data").mkdir()
    done = subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this machine makes no disk read-only")
    assert doctor.check_folder(small_disk / "data").state == "fail"


def test_prefect_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: "http://prefect.invalid:1/api"}):
        found = doctor.check_prefect()
    assert (found.state, "--no-orchestrator" in found.mend) == ("fail", True)
    with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api"}):
        assert doctor.check_prefect().state == "ok"


def test_model_that_is_not_there_and_one_for_another_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    found = doctor.check_model("no_such_model")
    assert (found.state, "models/en_chasqui_news" in found.mend) == ("fail", True)
    monkeypatch.setattr(doctor, "_spacy_of", lambda _: ">=2.0,<2.1")
    found = doctor.check_model("en_chasqui_news")
    assert (found.state, "made for spaCy >=2.0,<2.1" in found.detail) == ("warn", True)


def test_addresses_are_checked_and_not_shown() -> None:
    sound, wrong = "json://user:secret@hooks.example.org", "slakc://TokenA/TokenB"
    assert doctor.check_addresses(Settings(alert_urls=(sound,))).state == "ok"
    found = doctor.check_addresses(Settings(alert_urls=(sound, wrong)))
    assert (found.state, "alert_urls" in found.mend) == ("fail", True)
    assert not any(word in str(found) for word in ("secret", "TokenA"))


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"expectations": "own.yml"}, "own.yml"),
        ({"metadata": "rows.json"}, "rows.json"),
        ({"timezone": "Lima"}, "not a time zone"),
    ],
)
def test_settings_that_lead_nowhere(changes: dict[str, Any], detail: str, tmp_path: Path) -> None:
    found = doctor.check_settings(Settings.model_validate(changes))
    assert (found.state, detail in found.detail) == ("fail", True)
    assert doctor.check_settings(Settings()).state == "ok"


def test_check_that_breaks_does_not_hide_the_others(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Finding:
        raise ValueError("never\nmind")

    for name in ("check_model", "check_prefect"):
        monkeypatch.setattr(doctor, name, lambda *_: Finding("x", "ok", ""))
    monkeypatch.setattr(doctor, "check_disk", broken)
    found = {finding.check: finding for finding in doctor.examine(Settings(warehouse=warehouse))}
    assert (found["disk"].state, found["disk"].detail) == ("fail", "ValueError: never mind")
    assert found["warehouse"].state == "ok"
