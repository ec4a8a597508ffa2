"""The quarantine by hand: replayed and discarded, again and again, with what was kept."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import cli
from flows.doctor import check_quarantine
from flows.job import Job
from flows.limits import Limits
from flows.nightly import run_nightly
from flows.quarantine import Filters, RepairJob, RepairSummary, discard_rows, list_rows, replay, show_rows
from flows.worker import Extract
from schemas import Article, event_id
from tests.flows import stubs
from warehouse.publish import publish
from warehouse.quarantine import UnknownFaultError
from warehouse.query import query


@pytest.fixture
def job(tmp_path: Path) -> Job:
    stubs.write_inbox(tmp_path / "inbox", 2)
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1)


def run(job: Job, **changes: Any) -> Any:
    return run_nightly(job, **{"factory": stubs.factory, "versions": stubs.VERSIONS, **changes})


def rows(job: Job, sql: str) -> list[tuple[Any, ...]]:
    return query(job.warehouse, sql).rows


def mended(article: Article) -> list[dict[str, Any]]:
    """The next version of the code: nothing fails."""
    return [stubs.event(article, start=article.text.index("met"))]


def mended_factory() -> Extract:
    return mended


def again(job: Job, ids: list[str] | None = None, **changes: Any) -> RepairSummary:
    repair = RepairJob(warehouse=job.warehouse, limits=changes.pop("limits", Limits()))
    return replay(repair, ids, **{"factory": mended_factory, "versions": stubs.VERSIONS, **changes})


def write(job: Job, name: str, text: str) -> None:
    (job.inbox / name).write_text(text, encoding="utf-8")


def test_replay_closes_what_passes_and_counts_what_does_not(job: Job) -> None:
    write(job, "fail.txt", stubs.article_text("Talks", "They met. FAIL"))
    (job.inbox / "bad.txt").write_bytes(b"\0\1\2\xff")
    run(job)
    summary = again(job)
    assert ([one.path for one in summary.failed], len(summary.closed)) == (["bad.txt"], 1)
    assert rows(job, "SELECT source_path, state, attempts, last_error IS NULL FROM quarantine ORDER BY ALL") == [
        ("bad.txt", "open", 2, False),
        ("fail.txt", "replayed", 2, True),
    ]
    assert rows(job, "SELECT status FROM source_files WHERE path = 'fail.txt'") == [("loaded",)]
    assert rows(job, "SELECT count(*) FROM event_mentions WHERE article_id = 'fail'") == [(1,)]
    assert rows(job, "SELECT kind, state, held_back FROM runs ORDER BY started_at") == [
        ("inbox", "done", False),
        ("repair", "done", False),
    ]
    assert run(job).files_unchanged == 4


def test_replaying_again_changes_nothing(job: Job) -> None:
    write(job, "fail.txt", stubs.article_text("Talks", "They met. FAIL"))
    run(job)
    (ident,) = again(job).closed
    content = "SELECT event_id, article_id FROM event_mentions ORDER BY ALL"
    before = rows(job, content)
    summary = again(job, [ident])
    assert (summary.closed, summary.already_closed) == ((), (ident,))
    assert rows(job, content) == before
    assert rows(job, "SELECT attempts FROM quarantine") == [(2,)]


def test_replayed_fault_opens_again_when_the_file_fails_again(job: Job) -> None:
    write(job, "fail.txt", stubs.article_text("Talks", "They met. FAIL"))
    run(job)
    again(job)
    run(replace(job, reprocess=True))
    assert rows(job, "SELECT state FROM quarantine") == [("open",)]


def test_event_that_is_valid_now_joins_its_article(job: Job) -> None:
    """The record was kept as it was made; another version of the lists takes it."""
    write(job, "odd.txt", stubs.article_text("Talks", "They met. INVALID"))
    run(job)
    (row,) = list_rows(job.warehouse, Filters())
    assert again(job).failed[0].path == "odd.txt"

    article = rows(job, "SELECT text FROM articles WHERE article_id = 'odd'")[0][0]
    start = article.index("They")
    raw = json.loads(show_rows(job.warehouse, row["quarantine_id"])[0]["payload"])
    trigger = {"text": "They", "start": start, "end": start + 4}
    ident = event_id("odd", start, start + 4, "CONSULT")
    valid = raw | {"event_type": "CONSULT", "event_id": ident, "trigger": trigger}
    with duckdb.connect(str(job.warehouse / "work" / "chasqui.duckdb")) as con:
        con.execute("UPDATE quarantine SET payload = ?", [json.dumps(valid)])
    summary = again(job, [row["quarantine_id"][:6]])
    assert (len(summary.closed), summary.failed, summary.broken) == (1, (), ())
    assert rows(job, "SELECT count(*) FROM event_links WHERE article_id = 'odd'") == [(2,)]
    assert rows(job, "SELECT count(*) FROM event_mentions WHERE article_id = 'odd'") == [(2,)]
    assert rows(job, "SELECT count(*) FROM event_participants WHERE article_id = 'odd'") == [(4,)]
    assert rows(job, "SELECT state, attempts FROM quarantine") == [("replayed", 3)]


def test_kept_file_is_replayed_after_it_left_the_inbox(job: Job) -> None:
    write(job, "fail.txt", stubs.article_text("Talks", "They met. FAIL"))
    run(job)
    (job.inbox / "fail.txt").unlink()
    run(job)
    assert len(again(job).closed) == 1
    assert rows(job, "SELECT state FROM articles WHERE article_id = 'fail'") == [("deleted",)]
    assert rows(job, "SELECT status FROM source_files WHERE path = 'fail.txt'") == [("deleted",)]
    assert run(job).exit_code == 0


def test_file_too_large_to_keep_is_named_by_path_and_hash(job: Job) -> None:
    write(job, "fail.txt", stubs.article_text("Talks", "They met. FAIL" + " and talked" * 100))
    run(replace(job, payload_bytes=500))
    ((form, payload),) = rows(job, "SELECT payload_form, payload FROM quarantine")
    assert (form, json.loads(payload)["path"], len(json.loads(payload)["sha256"])) == ("path", "fail.txt", 64)
    text = (job.inbox / "fail.txt").read_text(encoding="utf-8")
    write(job, "fail.txt", text + "more")
    assert "has changed" in again(job).failed[0].reason
    write(job, "fail.txt", text)
    assert len(again(job).closed) == 1


def test_worker_that_dies_again_fails_again(job: Job) -> None:
    write(job, "crash.txt", stubs.article_text("Talks", "They met. CRASH"))
    run(job)
    summary = again(job, factory=stubs.factory)
    assert "died" in summary.failed[0].reason
    assert len(again(job).closed) == 1


def test_discarded_rows_stay_and_are_left_alone(job: Job) -> None:
    write(job, "fail.txt", stubs.article_text("Talks", "They met. FAIL"))
    run(job)
    (row,) = list_rows(job.warehouse, Filters())
    assert check_quarantine(job.warehouse).state == "warn"
    summary = discard_rows(RepairJob(warehouse=job.warehouse), [row["quarantine_id"]], reason="not news")
    assert (len(summary.closed), summary.snapshot is not None) == (1, True)
    assert rows(job, "SELECT state, closed_reason FROM quarantine") == [("discarded", "not news")]
    assert check_quarantine(job.warehouse).state == "ok"
    assert again(job).closed == ()
    run(replace(job, reprocess=True))
    assert rows(job, "SELECT state FROM quarantine") == [("discarded",)]


def test_unknown_id_does_nothing(job: Job) -> None:
    run(job)
    with pytest.raises(UnknownFaultError, match="no such row"):
        again(job, ["ffff"])
    assert rows(job, "SELECT count(*) FROM quarantine") == [(0,)]


def test_commands(job: Job, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(job.warehouse.parent)
    (job.inbox / "bad.txt").write_bytes(b"\x1b[31m\0red\x07")
    run(job)
    assert cli.main(["quarantine", "list", "--stage", "read", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["path"], row["rule"], row["attempts"]) == ("bad.txt", "binary", 1)
    assert cli.main(["quarantine", "list", "--path", "b*"]) == 0
    assert row["quarantine_id"] in capsys.readouterr().out
    assert cli.main(["quarantine", "list", "--rule", "empty"]) == 0
    assert capsys.readouterr().out == "0 rows\n"
    assert cli.main(["quarantine", "show", row["quarantine_id"][:5]]) == 0
    assert "binary data" in capsys.readouterr().out
    assert cli.main(["quarantine", "show", "zz"]) == 3
    assert cli.main(["quarantine", "replay"]) == 2
    capsys.readouterr()
    assert cli.main(["quarantine", "discard", row["quarantine_id"], "--reason", "noise"]) == 0
    assert capsys.readouterr().out == "1 discarded\n"
    assert cli.main(["quarantine", "list", "--state", "discarded"]) == 0
    assert "1 row\n" in capsys.readouterr().out


def twins(article: Article) -> list[dict[str, Any]]:
    """Two events for each `met`, the later of which repeats the first, which fails."""
    first, later = [i for i in range(len(article.text)) if article.text.startswith("met", i)]
    wrong = stubs.event(article, start=first) | ({} if stubs.is_mended() else {"confidence": 7})
    return [stubs.event(article, start=later, same_as=wrong["event_id"]), wrong]


def twins_factory() -> Extract:
    return twins


def test_repeat_of_an_event_in_quarantine_is_replayed_after_it(job: Job) -> None:
    for path in job.inbox.iterdir():
        path.unlink()
    write(job, "twins.txt", stubs.article_text("Talks", "They met. Again they met. "))
    assert run(job, factory=twins_factory).counts.events_quarantined == 2
    assert rows(job, "SELECT r.rule FROM quarantine, unnest(reasons) AS t(r) ORDER BY ALL") == [
        ("less_than_equal",),
        ("unknown_target",),
    ]
    repeat, first = (row[0] for row in rows(job, "SELECT quarantine_id FROM quarantine ORDER BY reasons[1].rule DESC"))
    assert "same_as" in again(job, [repeat]).failed[0].reason
    with duckdb.connect(str(job.warehouse / "work" / "chasqui.duckdb")) as con:
        con.execute("UPDATE quarantine SET payload = replace(payload, '\"confidence\": 7', '\"confidence\": 0.7')")
    assert set(again(job, [repeat, first]).closed) == {repeat, first}
    assert rows(job, "SELECT count(*) FROM event_mentions") == [(2,)]


def test_articles_without_a_date_are_loaded_unless_one_is_asked_for(job: Job) -> None:
    """They lack only what depends on the date; who can't use them says so, and replays them when they get one."""
    write(job, "undated.txt", "Talks\n\nThe Peruvian minister met his Chilean colleague on Monday.\n")
    strict = replace(job, require_date=True)
    assert run(strict).counts.files_quarantined == 1
    (row,) = list_rows(job.warehouse, Filters())
    assert (row["path"], row["stage"], row["rule"]) == ("undated.txt", "read", "no_date")
    assert again(job).closed == (row["quarantine_id"],)
    assert rows(job, "SELECT warnings, published_date FROM articles WHERE article_id = 'undated'") == [
        (["no_publication_date"], None)
    ]


def test_documents_that_are_no_fault_are_listed_apart(job: Job) -> None:
    run(job)
    with duckdb.connect(str(job.warehouse / "work" / "chasqui.duckdb")) as con:
        con.execute(
            "INSERT INTO documents BY NAME SELECT * REPLACE ('copies.rss' AS path, 'item 2' AS item, "
            "'duplicate' AS status) FROM documents WHERE path = 'river-000.txt'"
        )
    publish(job.warehouse)
    assert list_rows(job.warehouse, Filters(state="all")) == []
    (row,) = list_rows(job.warehouse, Filters(state="set_aside", rule="duplicate"))
    assert (row["path"], row["reason"], row["article_id"]) == ("copies.rss: item 2", "of river-000", "river-000")
