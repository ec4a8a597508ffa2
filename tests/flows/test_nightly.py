"""The nightly job with a stand-in for the extraction: real files, processes and databases."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.errors import InboxError, ModelError
from flows.job import Job
from flows.logs import LOGGERS, log_to_stderr
from flows.nightly import run_nightly
from flows.progress import State
from flows.summary import RunSummary
from tests.flows import stubs
from warehouse.errors import WarehouseBusyError
from warehouse.lock import single_writer
from warehouse.query import query

ROOT = Path(__file__).parents[2]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=2, batch_files=3)


def run(job: Job, **changes: Any) -> RunSummary:
    return run_nightly(job, **{"factory": stubs.factory, "versions": stubs.VERSIONS, **changes})


def rows(job: Job, sql: str) -> list[tuple[Any, ...]]:
    return query(job.warehouse, sql).rows


def content(job: Job) -> list[list[tuple[Any, ...]]]:
    """Everything that must not change when nothing changes."""
    return [
        rows(job, "SELECT article_id, source_path, text, state, run_id FROM articles ORDER BY ALL"),
        rows(job, "SELECT event_id, article_id, actors, recipients, run_id FROM event_mentions ORDER BY event_id"),
        rows(job, "SELECT * FROM event_participants ORDER BY ALL"),
        rows(job, "SELECT path, sha256, status, article_id FROM source_files ORDER BY ALL"),
        rows(job, "SELECT * FROM quarantine ORDER BY quarantine_id"),
    ]


def statuses(job: Job) -> dict[str, str]:
    return dict(rows(job, "SELECT path, status FROM source_files"))


def test_first_run_loads_everything(job: Job) -> None:
    stubs.write_inbox(job.inbox, 7)
    seen: list[State] = []
    summary = run(job, progress=seen.append)
    assert (summary.exit_code, summary.counts.files_loaded, dict(summary.events)) == (0, 7, {"CONSULT": 7})
    assert [(state.files, state.of_files, state.articles) for state in seen] == [(3, 7, 3), (6, 7, 6), (7, 7, 7)]
    assert seen[0].bytes_read < seen[1].bytes_read < seen[-1].bytes_read == seen[-1].of_bytes
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(7,)]
    assert rows(job, "SELECT state, files_loaded FROM runs") == [("done", 7)]
    assert not list((job.warehouse / "shards").iterdir())


def test_second_run_changes_nothing(job: Job) -> None:
    stubs.write_inbox(job.inbox, 4)
    (job.inbox / "bad.txt").write_bytes(b"\0\1\2")
    run(job)
    before = content(job)
    summary = run(job, factory=stubs.broken_factory)
    assert (summary.exit_code, summary.files_unchanged, summary.counts.files_loaded) == (0, 5, 0)
    assert content(job) == before


def test_reprocessing_gives_the_same(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    run(job)
    before = rows(job, "SELECT event_id FROM event_mentions ORDER BY ALL")
    summary = run(replace(job, reprocess=True))
    assert (summary.counts.files_changed, summary.counts.files_loaded) == (2, 2)
    assert rows(job, "SELECT event_id FROM event_mentions ORDER BY ALL") == before


def test_other_versions_make_files_due(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    run(job)
    assert run(job, versions=replace(stubs.VERSIONS, model_version="stub-model-2")).counts.files_loaded == 2
    assert run(job, versions=replace(stubs.VERSIONS, model_version="stub-model-2")).counts.files_loaded == 0


def test_changed_file_replaces_its_events(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    run(job)
    text = stubs.article_text("Ministers part", "The ministers met twice. They met at noon and met at night.")
    (job.inbox / "river-000.txt").write_text(text, encoding="utf-8")
    summary = run(job)
    assert (summary.counts.files_changed, summary.counts.files_loaded) == (1, 1)
    found = rows(job, "SELECT article_id, count(*) FROM event_mentions GROUP BY ALL ORDER BY ALL")
    assert found == [("river-000", 3), ("river-001", 1)]


def test_changed_sidecar_makes_the_file_due(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    run(job)
    (job.inbox / "river-001.json").write_text('{"published": "2026-02-01"}', encoding="utf-8")
    assert run(job).counts.files_changed == 1
    found = rows(job, "SELECT published_date::VARCHAR FROM articles WHERE article_id = 'river-001'")
    assert found == [("2026-02-01",)]


def test_deleted_file_is_marked_and_comes_back(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    run(job)
    (job.inbox / "river-000.txt").unlink()
    assert run(job).counts.files_missing == 1
    assert statuses(job) == {"river-000.txt": "deleted", "river-001.txt": "loaded"}
    assert rows(job, "SELECT state FROM articles WHERE article_id = 'river-000'") == [("deleted",)]
    stubs.write_inbox(job.inbox, 1)
    assert run(job).counts.files_new == 1
    assert set(statuses(job).values()) == {"loaded"}


def test_moved_file_keeps_its_article(job: Job) -> None:
    stubs.write_inbox(job.inbox, 1)
    run(job)
    (job.inbox / "2026").mkdir()
    (job.inbox / "river-000.txt").rename(job.inbox / "2026" / "river-000.txt")
    run(job)
    assert rows(job, "SELECT article_id, source_path, state FROM articles") == [
        ("river-000", "2026/river-000.txt", "loaded")
    ]


def test_files_of_one_name_are_two_articles(job: Job) -> None:
    for number, folder in enumerate(("a", "b")):
        stubs.write_inbox(job.inbox / folder, 0)
        (job.inbox / folder / "river.txt").write_text(stubs.meeting(number), encoding="utf-8")
    assert run(job).exit_code == 0
    assert rows(job, "SELECT count(DISTINCT article_id), count(*) FROM articles") == [(2, 2)]


def test_files_of_one_content_are_one_article(job: Job) -> None:
    for folder in ("a", "b"):
        stubs.write_inbox(job.inbox / folder, 1)
    summary = run(job)
    assert (summary.exit_code, summary.counts.files_loaded, summary.counts.documents_duplicate) == (0, 2, 1)
    assert (summary.counts.events_loaded, summary.events) == (1, {"CONSULT": 1})
    assert rows(job, "SELECT article_id, source_path FROM articles") == [("river-000", "a/river-000.txt")]
    assert rows(job, "SELECT path, status, article_id FROM documents ORDER BY path") == [
        ("a/river-000.txt", "loaded", "river-000"),
        ("b/river-000.txt", "duplicate", "river-000"),
    ]
    assert run(job).files_unchanged == 2


@pytest.mark.parametrize("batch_files", [1, 3])
def test_a_copy_stands_for_itself_in_the_run_that_changes_its_original(job: Job, batch_files: int) -> None:
    job = replace(job, batch_files=batch_files, workers=1)
    stubs.write_inbox(job.inbox, 1)
    copy = job.inbox / "a-copy.txt"
    copy.write_text(stubs.meeting(0), encoding="utf-8")
    run(job)
    held = "SELECT source_path, title FROM articles WHERE state = 'loaded' ORDER BY ALL"
    assert rows(job, held) == [("a-copy.txt", "Ministers discuss river 0")]
    copy.write_text(stubs.meeting(1), encoding="utf-8")
    summary = run(job)
    assert rows(job, held) == [
        ("a-copy.txt", "Ministers discuss river 1"),
        ("river-000.txt", "Ministers discuss river 0"),
    ]
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(2,)]
    assert (summary.counts.files_changed, summary.counts.files_loaded, summary.files_unchanged) == (2, 2, 0)
    assert run(job).files_unchanged == 2


def test_a_file_takes_over_the_content_that_another_gives_up(job: Job) -> None:
    """Read before the other, it is a copy at first; one change each, in batches of their own."""
    job = replace(job, batch_files=1, workers=1)
    stubs.write_inbox(job.inbox, 2)
    run(job)
    for path, number in (("river-000.txt", 1), ("river-001.txt", 2)):
        (job.inbox / path).write_text(stubs.meeting(number), encoding="utf-8")
    summary = run(job)
    assert rows(job, "SELECT source_path, title FROM articles WHERE state = 'loaded' ORDER BY ALL") == [
        ("river-000.txt", "Ministers discuss river 1"),
        ("river-001.txt", "Ministers discuss river 2"),
    ]
    assert (summary.counts.files_changed, summary.counts.files_loaded) == (2, 2)
    assert run(job).files_unchanged == 2


def test_what_a_file_said_before_is_kept(job: Job) -> None:
    """Also where it holds a copy, or nothing that can be read, by now."""
    stubs.write_inbox(job.inbox, 3)
    run(job)
    (job.inbox / "river-001.txt").write_text(stubs.meeting(0), encoding="utf-8")
    (job.inbox / "river-002.txt").write_bytes(b"\0\1")
    run(job)
    versions = "SELECT article_id, title FROM article_versions ORDER BY ALL"
    assert rows(job, versions) == [
        ("river-001", "Ministers discuss river 1"),
        ("river-002", "Ministers discuss river 2"),
    ]
    stubs.write_inbox(job.inbox, 3)
    run(job)
    assert rows(job, versions) == []


def test_two_inboxes_share_a_warehouse(job: Job, tmp_path: Path) -> None:
    stubs.write_inbox(job.inbox, 2)
    other = replace(job, inbox=tmp_path / "other")
    stubs.write_inbox(other.inbox, 0)
    for number in range(2):
        (other.inbox / f"river-{number:03d}.txt").write_text(stubs.meeting(number + 7), encoding="utf-8")
    run(job)
    summary = run(other)
    assert (summary.exit_code, summary.counts.files_missing) == (0, 0)
    assert rows(job, "SELECT count(DISTINCT article_id), count(*) FROM articles") == [(4, 4)]


def test_bad_file_goes_to_quarantine_once(job: Job) -> None:
    stubs.write_inbox(job.inbox, 1)
    (job.inbox / "bad.txt").write_bytes(b"\0\1\2\xff")
    summary = run(job)
    assert (summary.exit_code, [row.path for row in summary.rejected]) == (1, ["bad.txt"])
    found = rows(job, "SELECT stage, payload, payload_form, reasons[1].rule FROM quarantine")
    assert found == [("read", "AAEC/w==", "base64", "binary")]
    assert run(job).exit_code == 0
    assert statuses(job) == {"bad.txt": "quarantined", "river-000.txt": "loaded"}
    (job.inbox / "bad.txt").write_text(stubs.meeting(9), encoding="utf-8")
    assert run(job).exit_code == 0
    assert statuses(job)["bad.txt"] == "loaded"
    assert rows(job, "SELECT state FROM quarantine") == [("superseded",)]


def test_failing_extraction_goes_to_quarantine(job: Job) -> None:
    stubs.write_inbox(job.inbox, 1)
    (job.inbox / "fail.txt").write_text(stubs.article_text("Talks", "They met. FAIL"), encoding="utf-8")
    assert run(job).exit_code == 1
    assert statuses(job) == {"fail.txt": "quarantined", "river-000.txt": "loaded"}
    assert rows(job, "SELECT stage, reasons[1].rule FROM quarantine") == [("extract", "RuntimeError")]


def test_invalid_record_goes_to_quarantine_and_the_article_stays(job: Job) -> None:
    stubs.write_inbox(job.inbox, 0)
    (job.inbox / "odd.txt").write_text(stubs.article_text("Talks", "They met. INVALID"), encoding="utf-8")
    summary = run(job)
    assert (summary.exit_code, summary.counts.events_loaded, summary.counts.events_quarantined) == (1, 1, 1)
    assert statuses(job) == {"odd.txt": "loaded"}
    found = rows(job, "SELECT stage, payload::JSON ->> 'event_type', reasons[1].field FROM quarantine")
    assert found == [("validate", "PARTY", "event_type")]


def test_file_that_kills_its_worker_is_found(job: Job) -> None:
    stubs.write_inbox(job.inbox, 7)
    (job.inbox / "river-004a.txt").write_text(stubs.article_text("Talks", "They met. CRASH"), encoding="utf-8")
    summary = run(job)
    assert (summary.exit_code, summary.counts.files_loaded) == (1, 7)
    assert [path for path, status in statuses(job).items() if status == "quarantined"] == ["river-004a.txt"]
    assert rows(job, "SELECT stage, reasons[1].rule FROM quarantine") == [("extract", "worker_died")]


def test_missing_model_loses_no_file(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    with pytest.raises(ModelError, match="can't be loaded"):
        run(job, factory=stubs.broken_factory)
    run(job)
    assert rows(job, "SELECT state FROM runs ORDER BY started_at") == [("failed",), ("done",)]
    assert set(statuses(job).values()) == {"loaded"}


def test_unlistable_inbox_marks_nothing(job: Job) -> None:
    stubs.write_inbox(job.inbox, 2)
    run(job)
    shutil.rmtree(job.inbox)
    with pytest.raises(InboxError):
        run(job)
    assert set(statuses(job).values()) == {"loaded"}


def test_empty_inbox_is_a_run(job: Job) -> None:
    stubs.write_inbox(job.inbox, 0)
    assert run(job).exit_code == 0
    assert rows(job, "SELECT files_seen FROM runs") == [(0,)]


def test_links_out_of_the_inbox_are_skipped(job: Job, tmp_path: Path) -> None:
    stubs.write_inbox(job.inbox, 1)
    (tmp_path / "secret.txt").write_text(stubs.meeting(5), encoding="utf-8")
    (job.inbox / "link.txt").symlink_to(tmp_path / "secret.txt")
    (job.inbox / "nowhere.txt").symlink_to(tmp_path / "nothing")
    summary = run(job)
    assert summary.skipped == ("link.txt", "nowhere.txt")
    assert list(statuses(job)) == ["river-000.txt"]


def test_file_name_that_is_not_text_is_loaded(job: Job) -> None:
    stubs.write_inbox(job.inbox, 0)
    name = os.path.join(os.fsencode(job.inbox), b"caf\xe9.txt")  # noqa: PTH118 -- a Path can't be made of bytes
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(stubs.meeting(1))
    assert run(job).exit_code == 0
    assert statuses(job) == {"caf\\xe9.txt": "loaded"}
    assert run(job).files_unchanged == 1


def test_second_run_at_once_is_refused(job: Job) -> None:
    stubs.write_inbox(job.inbox, 1)
    with single_writer(job.warehouse), pytest.raises(WarehouseBusyError, match="another run"):
        run(job)
    assert run(job).exit_code == 0


def test_leftover_shards_are_swept(job: Job) -> None:
    stubs.write_inbox(job.inbox, 1)
    for name in ("old-000001", "old-000002.tmp"):
        (job.warehouse / "shards" / name).mkdir(parents=True)
    run(job)
    assert not list((job.warehouse / "shards").iterdir())


def test_killed_run_is_made_good(job: Job) -> None:
    """Killed with all its processes after the second batch: nothing is lost or doubled when it runs again."""
    stubs.write_inbox(job.inbox, 30)
    process = start_slow_run(job)
    assert process.stdout is not None
    for _ in range(2):
        process.stdout.readline()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (job.warehouse / "warehouse.duckdb").exists()

    summary = run(job)
    assert 0 < summary.counts.files_loaded < 30
    assert rows(job, "SELECT state FROM runs ORDER BY started_at") == [("interrupted",), ("done",)]
    assert rows(job, "SELECT count(*), count(DISTINCT event_id), count(DISTINCT article_id) FROM event_mentions") == [
        (30, 30, 30)
    ]
    assert rows(job, "SELECT status, count(*) FROM source_files GROUP BY ALL") == [("loaded", 30)]
    assert rows(job, "SELECT count(*) FROM event_participants") == [(60,)]


def test_interrupted_run_keeps_what_was_loaded(job: Job) -> None:
    stubs.write_inbox(job.inbox, 30)
    process = start_slow_run(job)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode != 0
    assert 0 < run(job).counts.files_loaded < 30
    assert rows(job, "SELECT count(*) FROM articles") == [(30,)]


def test_published_warehouse_is_read_while_a_run_loads(job: Job) -> None:
    """Every read sees a whole snapshot: each article with its one event."""
    stubs.write_inbox(job.inbox, 10)
    run(job)
    over = threading.Event()
    seen: list[tuple[Any, ...]] = []

    def read() -> None:
        while not over.is_set():
            counts = "SELECT count(*), (SELECT count(*) FROM event_mentions) FROM articles"
            seen.append(rows(job, counts)[0])

    reader = threading.Thread(target=read)
    reader.start()
    stubs.write_inbox(job.inbox, 40)
    process = start_slow_run(job)
    process.communicate()
    assert process.returncode == 0
    over.set()
    reader.join()
    assert set(seen) <= {(10, 10), (40, 40)}
    assert len(seen) > 2
    assert rows(job, "SELECT count(*) FROM articles") == [(40,)]


def start_slow_run(job: Job) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.flows.slow_run", str(job.inbox), str(job.warehouse)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=environment,
        cwd=ROOT,
    )


def test_each_line_of_the_log_is_an_event_of_its_run(
    job: Job, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stubs.write_inbox(job.inbox, 2)
    (job.inbox / "bad.txt").write_bytes(b"\0\1")
    (job.inbox / "out.txt").symlink_to("/etc/hostname")
    for name in LOGGERS:
        for attribute in ("handlers", "level", "propagate"):
            monkeypatch.setattr(logging.getLogger(name), attribute, getattr(logging.getLogger(name), attribute))
    log_to_stderr(logging.INFO, as_json=True)
    summary = run(job)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["run_id"] for line in lines} == {summary.run_id}
    said = [line["message"] for line in lines]
    assert "quarantined (read): bad.txt: file: binary data, not text" in said
    for start in ("applied migration", "prepare: ", "discover: ", "batch 1: ", "check: ", "publish: ", "done: "):
        assert any(message.startswith(start) for message in said), start
    assert len(said) == len(set(said))
