"""The nightly job over files of every form, with a stand-in for the extraction: real files, processes and databases."""

import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import threading
import time
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows import settling
from flows.job import Job
from flows.nightly import run_nightly
from flows.quarantine import RepairJob, replay
from flows.settling import look, settled
from flows.summary import RunSummary
from tests.flows import stubs
from warehouse.query import query

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "examples" / "forms"
SPANISH = (
    "Los ministros de Defensa se reunieron el lunes en la capital para revisar el acuerdo sobre el río, y anunciaron "
    "que volverán a encontrarse en mayo. Los pescadores de la zona pidieron que se respeten las cuotas de este año."
)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "inbox").mkdir()
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=2, batch_files=2)


def run(job: Job, **changes: Any) -> RunSummary:
    return run_nightly(job, **{"factory": stubs.factory, "versions": stubs.VERSIONS, **changes})


def rows(job: Job, sql: str) -> list[tuple[Any, ...]]:
    return query(job.warehouse, sql).rows


def story(number: int, **changes: Any) -> dict[str, Any]:
    """A row of a dump."""
    text = (
        f"The Peruvian minister met his Chilean colleague on Monday over the treaty of river {number}. They will see "
        f"each other again in May, as the speaker of the government told the press on the evening of the same day."
    )
    return {
        "url": f"https://andeswire.example/2026/river-{number}",
        "title": f"Ministers discuss river {number}",
        "date": "2026-03-09",
        "publisher": "Andes Wire",
        "text": text,
    } | changes


def write_dump(job: Job, name: str, stories: Sequence[Any]) -> Path:
    path = job.inbox / name
    lines = "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in stories).encode()
    path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    return path


def states(job: Job) -> dict[str, int]:
    return dict(rows(job, "SELECT status, count(*) FROM documents GROUP BY ALL"))


def test_every_form_is_read_and_every_document_accounted_for(job: Job) -> None:
    for path in FORMS.iterdir():
        if path.suffix != ".py":
            (job.inbox / path.name).write_bytes(path.read_bytes())
    summary = run(job)
    assert not [outcome for outcome in summary.failed if outcome.is_critical]
    forms = {form for (form,) in rows(job, "SELECT DISTINCT form FROM articles")}
    assert forms == {"text", "html", "feed", "jsonl", "json", "csv", "parquet", "email", "pdf"}
    assert rows(job, "SELECT path FROM source_files WHERE status <> 'loaded'") == []
    counts = summary.counts
    assert counts.files_loaded == len(list(FORMS.iterdir())) - 1
    assert sum(states(job).values()) == rows(job, "SELECT sum(documents) FROM source_files")[0][0]
    assert counts.documents_duplicate > 0
    assert run(job).counts.files_loaded == 0


def test_an_event_leads_back_to_the_very_bytes(job: Job) -> None:
    lines = [story(1), story(2)]
    path = write_dump(job, "dump.jsonl", lines)
    run(job)
    ((start, end, item),) = rows(
        job,
        "SELECT provenance.byte_start, provenance.byte_end, item FROM event_mentions JOIN articles USING (article_id) "
        "WHERE url LIKE '%river-2'",
    )
    assert item == "line 2"
    assert json.loads(path.read_bytes()[start:end]) == lines[1]


def test_a_dump_is_taken_in_parts_and_faults_stay_apart(job: Job) -> None:
    stories = [story(number) for number in range(30)]
    write_dump(job, "dump.jsonl.gz", [*stories[:10], "{broken", *stories[10:], stories[3]])
    summary = run(job)
    assert (summary.exit_code, summary.counts.articles_loaded) == (1, 30)
    assert (summary.counts.documents_quarantined, summary.counts.documents_duplicate) == (1, 1)
    assert rows(job, "SELECT status, documents FROM source_files") == [("loaded", 32)]
    assert [(row.path, row.item) for row in summary.rejected] == [("dump.jsonl.gz", "line 11")]
    assert run(job).files_unchanged == 1


def test_a_changed_dump_replaces_its_articles(job: Job) -> None:
    write_dump(job, "dump.jsonl", [story(1), story(2)])
    run(job)
    later = story(2, text=story(2)["text"] + " A second round will follow in June.", date="2026-03-10")
    write_dump(job, "dump.jsonl", [story(3), later])
    assert run(job).counts.files_changed == 1
    assert rows(job, "SELECT right(url, 7), state FROM articles ORDER BY ALL") == [
        ("river-1", "deleted"),
        ("river-2", "loaded"),
        ("river-3", "loaded"),
    ]
    assert rows(job, "SELECT count(*) FROM article_versions") == [(1,)]


def tar_of(job: Job, name: str, members: dict[str, str]) -> Path:
    path = job.inbox / name
    with tarfile.open(path, "w:gz") as file:
        for member, text in members.items():
            info = tarfile.TarInfo(member)
            info.size = len(text.encode())
            file.addfile(info, io.BytesIO(text.encode()))
    return path


def with_metadata(job: Job, **known: dict[str, str]) -> Job:
    """The job with these rows in its metadata file, by article id."""
    path = job.inbox.parent / "metadata.json"
    path.write_text(json.dumps([{"article_id": one, **row} for one, row in known.items()]), encoding="utf-8")
    return replace(job, metadata=path)


def stated_by(job: Job, article_id: str) -> tuple[Any, ...] | None:
    found = rows(
        job,
        "SELECT publisher, CAST(published_date AS VARCHAR), published_source, "
        "(SELECT count(*) FROM event_mentions AS e WHERE e.article_id = a.article_id) "
        f"FROM articles AS a WHERE article_id = '{article_id}' AND state = 'loaded'",
    )
    return found[0] if found else None


def test_a_changed_row_of_metadata_brings_in_its_item_alone(job: Job) -> None:
    write_dump(job, "dump.jsonl.gz", [story(number, article_id=f"r-{number}") for number in range(1, 40)])
    assert run(with_metadata(job, **{"r-2": {"publisher": "Costa"}})).counts.articles_loaded == 39
    assert stated_by(job, "r-2") == ("Costa", "2026-03-09", "file", 1)
    assert run(with_metadata(job, **{"r-2": {"publisher": "Costa"}, "x": {"publisher": "X"}})).counts.files_loaded == 0

    known = {"r-2": {"publisher": "Selva", "published": "2026-01-02"}, "r-30": {"published": "2026"}}
    summary = run(with_metadata(job, **known))
    assert (summary.counts.files_changed, summary.counts.articles_loaded) == (1, 2)
    assert stated_by(job, "r-2") == ("Selva", "2026-01-02", "metadata", 1)
    assert stated_by(job, "r-30") == ("Andes Wire", "2026-01-01", "metadata", 1)
    assert not [outcome for outcome in summary.failed if outcome.is_critical]

    assert run(with_metadata(job)).counts.articles_loaded == 2
    assert stated_by(job, "r-2") == ("Andes Wire", "2026-03-09", "file", 1)
    assert run(with_metadata(job)).counts.files_loaded == 0
    assert states(job) == {"loaded": 39}
    assert rows(job, "SELECT count(*) FROM articles") == [(39,)]


def test_a_row_by_the_name_of_a_member_names_its_article(job: Job) -> None:
    tar_of(job, "texts.tar.gz", {f"in/river-{number}.txt": stubs.meeting(number) for number in range(3)})
    assert run(job).counts.articles_loaded == 3
    named = with_metadata(job, **{"river-1": {"publisher": "Costa"}})
    assert run(named).counts.articles_loaded == 1
    assert stated_by(job, "river-1") == ("Costa", "2026-03-09", "text", 1)
    states_of = "SELECT state, count(*) FROM articles GROUP BY ALL ORDER BY ALL"
    assert rows(job, states_of) == [("deleted", 1), ("loaded", 3)]
    assert run(with_metadata(job)).counts.articles_loaded == 1
    assert rows(job, states_of) == [("deleted", 1), ("loaded", 3)]
    assert stated_by(job, "river-1") is None


def test_metadata_finds_copies_pages_and_articles_without_a_date(job: Job) -> None:
    """By the id that a page has from its address; for an item that repeats another; for one in quarantine."""
    job = replace(job, require_date=True)
    text = story(7)["text"]
    (job.inbox / "page.html").write_text(
        f"<html><head><title>River</title><link rel='canonical' href='https://costa.example/r/1'>"
        f"<meta property='article:published_time' content='2026-03-10'></head><body><p>{text}</p></body></html>"
    )
    write_dump(job, "a.jsonl", [story(1, article_id="r-1"), story(2, article_id="r-2", date=None)])
    write_dump(job, "b.jsonl", [story(1, article_id="r-9", url=None), story(3, article_id="r-3")])
    counts = run(job).counts
    assert (counts.articles_loaded, counts.documents_duplicate, counts.documents_quarantined) == (3, 1, 1)
    ((page,),) = rows(job, "SELECT article_id FROM articles WHERE form = 'html'")

    day = {"published": "2026-03-11"}
    job = with_metadata(job, **{page: {"publisher": "Costa"}, "r-9": day, "r-2": day})
    summary = run(job)
    assert (summary.counts.files_changed, summary.counts.articles_loaded) == (3, 3)
    assert stated_by(job, page) == ("Costa", "2026-03-10", "page", 1)
    assert stated_by(job, "r-9") == ("Andes Wire", "2026-03-11", "metadata", 1)
    assert stated_by(job, "r-2") == ("Andes Wire", "2026-03-11", "metadata", 1)
    assert not [outcome for outcome in summary.failed if outcome.is_critical]
    assert states(job) == {"loaded": 5}
    assert rows(job, "SELECT state FROM quarantine") == [("superseded",)]
    assert run(job).counts.files_loaded == 0


def test_a_document_that_kills_its_worker_is_found(job: Job) -> None:
    bad = story(5, text=story(5)["text"] + " CRASH")
    write_dump(job, "dump.jsonl", [story(1), bad, story(2), story(3)])
    summary = run(job)
    assert (summary.counts.articles_loaded, summary.counts.documents_quarantined) == (3, 1)
    assert rows(job, "SELECT item, stage, reasons[1].rule FROM quarantine") == [("line 2", "extract", "worker_died")]


def test_a_slow_document_costs_only_itself(job: Job) -> None:
    slow = story(5, text=story(5)["text"] + " SLOW")
    write_dump(job, "dump.jsonl", [story(1), slow, story(2)])
    summary = run(replace(job, article_seconds=3.0))
    assert summary.counts.articles_loaded == 2
    assert rows(job, "SELECT item, reasons[1].rule FROM quarantine") == [("line 2", "too_slow")]


def test_other_languages_wait_for_their_pipeline(job: Job) -> None:
    write_dump(job, "dump.jsonl", [story(1), story(2, text=f"{SPANISH} They met.", title="Acuerdo del río")])
    (job.inbox / "nota.txt").write_text(stubs.article_text("Acuerdo del mar", f"{SPANISH} {SPANISH}"), encoding="utf-8")
    summary = run(job)
    assert (summary.exit_code, summary.counts.articles_loaded, summary.counts.articles_unsupported) == (0, 1, 2)
    kept = "SELECT language, state, length(text) > 100 FROM articles WHERE state <> 'loaded'"
    assert rows(job, kept) == [("es", "unsupported_language", True)] * 2
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(1,)]
    assert run(job).counts.files_loaded == 0

    more = run_nightly(
        replace(job, models={"es": "en_chasqui_news"}), factory=stubs.factory, versions=stubs.VERSIONS
    ).counts
    assert (more.articles_loaded, more.articles_unsupported) == (2, 0)
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(2,)]
    assert rows(job, "SELECT DISTINCT state FROM articles") == [("loaded",)]


def test_a_copy_takes_the_place_of_a_file_that_is_gone(job: Job) -> None:
    first = write_dump(job, "a.jsonl", [story(1), story(2)])
    write_dump(job, "b.jsonl", [story(2), story(3)])
    assert run(job).counts.documents_duplicate == 1
    first.unlink()
    run(job)
    assert rows(job, "SELECT right(url, 7), state, source_path FROM articles ORDER BY ALL") == [
        ("river-1", "deleted", "a.jsonl"),
        ("river-2", "loaded", "b.jsonl"),
        ("river-3", "loaded", "b.jsonl"),
    ]


def test_near_copies_across_forms_count_once(job: Job) -> None:
    text = " ".join(f"The {part} of the port was inspected by engineers from the ministry." for part in (
        "crane", "quay", "lighthouse", "customs house", "fish market", "dry dock"))  # fmt: skip
    body = f"{story(1)['text']} {text}"
    write_dump(job, "wire.jsonl", [story(1, text=body)])
    page = "<html><head><title>River talks</title><link rel='canonical' href='https://costa.example/r/1'></head><body>"
    paragraphs = "".join(f"<p>{part}.</p>" for part in body.rstrip(".").split(". "))
    meta = "<meta property='article:published_time' content='2026-03-10'><meta property='og:site_name' content='Costa'>"
    (job.inbox / "page.html").write_text(
        f"{meta}{page}<article><h1>River talks</h1>{paragraphs}</article></body></html>"
    )
    run(job)
    assert rows(job, "SELECT count(*) FROM articles WHERE state = 'loaded'") == [(2,)]
    assert rows(job, "SELECT reason LIKE '%word runs%' OR reason LIKE '%shorter%' FROM article_duplicates") == [(True,)]
    assert rows(job, "SELECT article_count, report_count FROM events") == [(2, 1)]


def test_limits_and_columns_come_from_the_settings(job: Job) -> None:
    write_dump(job, "dump.jsonl", [{"kop": "Plan", "tekst": story(1)["text"]}, {"tekst": story(2)["text"] * 50}])
    summary = run(replace(job, columns={"text": "tekst", "title": "kop"}, reader_limits={"article_characters": 5000}))
    assert (summary.counts.articles_loaded, summary.counts.documents_quarantined) == (1, 1)
    assert rows(job, "SELECT reasons[1].rule FROM quarantine") == [("too_large",)]


def test_cut_files_are_accounted_for_and_hold_nothing_back(job: Job) -> None:
    """What is cut says so beside what was read of it, or could not be, in the very same place."""
    for name in ("articles.jsonl.gz", "articles.tar.gz", "archive.warc.gz"):
        data = (FORMS / name).read_bytes()
        (job.inbox / name).write_bytes(data[: len(data) * 2 // 3])
    (job.inbox / "page.html.gz").write_bytes(gzip.compress((FORMS / "page.html").read_bytes())[:-10])
    (job.inbox / "twice.zip").write_bytes(zip_of([("a.jsonl", f"{json.dumps(story(n))}\n" * 2) for n in (1, 2)]))
    write_dump(job, "whole.jsonl", [story(number) for number in range(3, 20)])
    summary = run(job)
    failed = {outcome.expectation: outcome.detail for outcome in summary.failed if outcome.is_critical}
    assert failed == {}
    assert rows(job, "SELECT count(*) FROM documents") == rows(job, "SELECT sum(documents) FROM source_files")
    assert rows(job, "SELECT count(DISTINCT (path, item)) = count(*) FROM documents") == [(True,)]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The data cut, with bytes changed, or with a piece of them again."""
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    match chance.randrange(3):
        case 0:
            return data[: max(end, 1)]
        case 1:
            changed = bytearray(data)
            for _ in range(5):
                changed[chance.randrange(len(data))] = chance.randrange(256)
            return bytes(changed)
    return data[:end] + data[start:]


def test_damaged_files_of_every_form_are_accounted_for(job: Job) -> None:
    chance = random.Random(7)
    for path in FORMS.iterdir():
        for number in range(4 if path.suffix != ".py" else 0):
            (job.inbox / f"{number}-{path.name}").write_bytes(damaged(path.read_bytes(), chance))
    summary = run(replace(job, force_publish=True, batch_files=8))
    failed = {outcome.expectation: outcome.detail for outcome in summary.failed if outcome.is_critical}
    assert failed.keys() <= {"quarantined_files"}
    assert rows(job, "SELECT count(*) FROM documents") == rows(job, "SELECT sum(documents) FROM source_files")
    assert summary.counts.files_loaded + summary.counts.files_quarantined == summary.counts.files_seen


def zip_of(members: Sequence[tuple[str, str]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, text in members:
            file.writestr(name, text)
    return packed.getvalue()


def test_hidden_temporary_and_foreign_files_are_left_alone(job: Job) -> None:
    write_dump(job, "dump.jsonl", [story(1)])
    (job.inbox / "deep" / "er").mkdir(parents=True)
    write_dump(job, "deep/er/dump.jsonl", [story(2)])
    for name in (".hidden.jsonl", "half.jsonl.part", "copy.jsonl~", "photo.jpg", "program.py"):
        (job.inbox / name).write_text("x", encoding="utf-8")
    summary = run(job)
    assert (summary.exit_code, summary.counts.files_seen, summary.counts.articles_loaded) == (0, 2, 2)


@pytest.mark.skipif(os.geteuid() == 0 and sys.platform == "win32", reason="rights mean nothing there")
def test_an_inbox_that_can_only_be_read_works(job: Job) -> None:
    write_dump(job, "dump.jsonl", [story(1)])
    (job.inbox / "dump.jsonl").chmod(0o444)
    job.inbox.chmod(0o555)
    try:
        assert run(job).counts.articles_loaded == 1
    finally:
        job.inbox.chmod(0o755)
    assert [path.name for path in job.inbox.iterdir()] == ["dump.jsonl"]


def test_a_file_that_is_still_written_waits(job: Job) -> None:
    path = write_dump(job, "growing.jsonl", [story(1)])
    write_dump(job, "whole.jsonl", [story(2)])
    over = threading.Event()

    def write() -> None:
        with path.open("a", encoding="utf-8") as file:
            for number in range(3, 400):
                file.write(json.dumps(story(number)) + "\n")
                file.flush()
                if over.wait(0.02):
                    return

    writer = threading.Thread(target=write)
    writer.start()
    summary = run(replace(job, settle_seconds=0.5))
    over.set()
    writer.join()
    assert (summary.counts.files_waiting, summary.counts.articles_loaded, summary.exit_code) == (1, 1, 0)
    assert rows(job, "SELECT files_waiting, files_seen FROM runs") == [(1, 1)]
    assert run(replace(job, settle_seconds=0.2)).counts.files_new == 1
    assert rows(job, "SELECT count(*) FROM source_files WHERE status = 'loaded'") == [(2,)]


def test_only_fresh_files_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(settling.time, "sleep", slept.append)
    old = tmp_path / "old.txt"
    old.write_text("x", encoding="utf-8")
    os.utime(old, (time.time() - 100, time.time() - 100))
    assert settled(tmp_path, {"old.txt": look(old)}, seconds=5) == []
    assert slept == []
    fresh = tmp_path / "fresh.txt"
    fresh.write_text("x", encoding="utf-8")
    seen = {"fresh.txt": look(fresh), "old.txt": look(old)}
    assert settled(tmp_path, seen, seconds=5) == []
    assert len(slept) == 1
    fresh.with_suffix(".json").write_text("{}", encoding="utf-8")
    assert settled(tmp_path, seen, seconds=5) == ["fresh.txt"]


def test_interrupted_in_the_middle_of_a_file_the_next_run_goes_on(job: Job) -> None:
    """Ctrl-C to all processes, as a terminal sends it."""
    write_dump(job, "dump.jsonl.gz", [story(number) for number in range(400)])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.slow_run", str(job.inbox), str(job.warehouse)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(2):
        process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode != 0
    assert not (job.warehouse / "warehouse.duckdb").exists()

    summary = run(job)
    assert 0 < summary.counts.articles_loaded < 400
    assert rows(job, "SELECT count(*), count(DISTINCT article_id) FROM articles") == [(400, 400)]
    assert rows(job, "SELECT status, documents FROM source_files") == [("loaded", 400)]
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(400,)]
    assert rows(job, "SELECT state FROM runs ORDER BY started_at") == [("interrupted",), ("done",)]


def test_replay_of_one_document_loads_its_file_anew(job: Job) -> None:
    write_dump(job, "dump.jsonl", [story(1), story(2, text=story(2)["text"] + " FAIL"), "{broken"])
    assert run(job).counts.documents_quarantined == 2
    repair = RepairJob(warehouse=job.warehouse)
    summary = replay(repair, None, factory=stubs.mended_factory, versions=stubs.VERSIONS)
    assert (len(summary.closed), len(summary.failed)) == (1, 1)
    assert rows(job, "SELECT item, state FROM quarantine ORDER BY item") == [("line 2", "replayed"), ("line 3", "open")]
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(2,)]
