"""The page that every run leaves: figures, times, failures, and nothing of an article that a browser would run."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flows import cli, nightly
from flows.job import Job
from flows.nightly import run_nightly
from flows.report import page_path, report_of
from flows.summary import RunSummary
from tests.flows import stubs
from warehouse.lock import single_writer
from warehouse.query import query

EVIL = "<img src=x onerror=alert(1)>&\"'"
TAKEN = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "b", "span", "div", "a", "code"} | {
    "table",
    "tr",
    "th",
    "td",
}


class Tags(HTMLParser):
    """The tags of a page, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    stubs.write_inbox(tmp_path / "inbox", 3)
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1, batch_files=2)


def run(job: Job, **changes: Any) -> RunSummary:
    return run_nightly(job, **{"factory": stubs.factory, "versions": stubs.VERSIONS, **changes})


def test_run_notes_its_stages_and_slowest_files(job: Job) -> None:
    (job.inbox / "slow.txt").write_text(stubs.article_text("Talks", "They met. SLOW"), encoding="utf-8")
    summary = run(replace(job, article_seconds=5))
    stages = {"prepare", "discover", "batches", "read", "extract", "validate", "load", "refresh", "check", "publish"}
    assert set(summary.stages) == stages
    assert 5 <= summary.stages["extract"] <= summary.stages["batches"] <= summary.seconds + 0.1
    (slowest, *others) = report_of(job.warehouse).files
    assert (slowest["path"], slowest["events"], len(others)) == ("slow.txt", 0, 3)
    assert slowest["extract_seconds"] >= 5
    assert sum(row["seconds"] for row in others) < slowest["seconds"]
    published = dict(query(job.warehouse, "SELECT stage, seconds FROM run_stages").rows)
    assert set(published) == stages - {"publish"}
    assert published["extract"] == pytest.approx(summary.stages["extract"])


def test_page_shows_what_happened(job: Job) -> None:
    (job.inbox / "bad.txt").write_bytes(b"\0\1")
    (job.inbox / "odd.txt").write_text(stubs.article_text("Talks", "They met. INVALID"), encoding="utf-8")
    summary = run(job)
    assert summary.report == str(page_path(job.warehouse, summary.run_id))
    page = Path(summary.report).read_text(encoding="utf-8")
    for text in (summary.run_id, "bad.txt", "binary", "odd.txt", "event_type", "PARTY", "river-001.txt", "CONSULT"):
        assert text in page
    assert re.search(r"<b>4</b><span class=\"soft\">files loaded", page)
    assert re.search(r"<b class=\"bad\">1</b><span class=\"soft\">files quarantined", page)
    assert all(f"<td>{stage}</td>" in page for stage in summary.stages)
    later = run(job)
    assert f'href="run-{summary.run_id}.html"' in Path(str(later.report)).read_text(encoding="utf-8")


def test_page_runs_nothing_and_asks_for_nothing(job: Job) -> None:
    (job.inbox / f"{EVIL.replace('/', '')}.txt").write_bytes(b"\0")
    (job.inbox / "turned \u202eback\x1b[31m.txt").write_bytes(b"\0")
    text = stubs.article_text(f"Talks {EVIL}", f"They met {EVIL}. INVALID")
    (job.inbox / "evil.txt").write_text(text, encoding="utf-8")
    page = Path(str(run(job).report)).read_text(encoding="utf-8")
    found = Tags(page)
    assert found.tags <= TAKEN
    assert not any(name.startswith("on") for name in found.names)
    assert found.links == []
    assert "default-src 'none'" in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_half_a_page_of_a_killed_run_is_swept(job: Job) -> None:
    torn = page_path(job.warehouse, "20200101T000000000000Z").with_suffix(".html.part")
    torn.parent.mkdir(parents=True)
    torn.write_text("<!DOCTYPE", encoding="utf-8")
    run(job)
    assert not torn.exists()


def test_failed_run_has_its_page(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    run(job)

    def fail(*arguments: Any, **options: Any) -> None:
        raise OSError(28, "No space left <on> device")

    monkeypatch.setattr(nightly, "publish", fail)
    with pytest.raises(OSError, match="No space"):
        run(job)
    report = report_of(job.warehouse)
    assert (report.run["state"], len(report.history)) == ("failed", 2)
    page = page_path(job.warehouse, report.run["run_id"]).read_text(encoding="utf-8")
    assert "No space left &lt;on&gt; device" in page


def test_page_that_can_not_be_written_does_not_undo_the_run(job: Job) -> None:
    job.warehouse.mkdir()
    (job.warehouse / "reports").write_text("a file in the way", encoding="utf-8")
    summary = run(job)
    assert (summary.exit_code, summary.report, summary.held_back) == (0, None, False)


def test_command(job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, last = run(job), run(job)
    where = ["--warehouse", str(job.warehouse)]
    Path(str(first.report)).unlink()
    assert cli.main(["report", *where, first.run_id]) == 0
    assert capsys.readouterr().out.strip() == first.report
    assert Path(str(first.report)).is_file()
    assert cli.main(["report", *where, "--output", str(tmp_path / "page.html")]) == 0
    assert last.run_id in (tmp_path / "page.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["report", *where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["run"]["run_id"] == last.run_id
    assert cli.main(["report", *where, "1999"]) == 3
    with single_writer(job.warehouse):
        assert cli.main(["report", *where]) == 0
