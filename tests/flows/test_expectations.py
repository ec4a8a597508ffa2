"""Expectations: thresholds, history, and a critical failure that holds publication back."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from rich.console import Console

from flows.job import Job
from flows.nightly import run_nightly
from flows.summary import RunSummary, print_summary
from tests.flows import stubs
from warehouse.connection import open_memory, open_work
from warehouse.expectations import (
    NOTHING_DONE,
    Asked,
    Expectation,
    ExpectationError,
    Outcome,
    check,
    judge,
    read_expectations,
)
from warehouse.migrate import migrate
from warehouse.query import query
from warehouse.runs import RunCounts, start_run
from warehouse.statements import names

INBOX = "/inbox"
MONDAY = date(2026, 3, 9)


@pytest.fixture
def con() -> Any:
    with open_memory() as connection:
        migrate(connection)
        yield connection


def begin(con: DuckDBPyConnection, run_id: str, day: date, *, files_new: int | None = None) -> None:
    start_run(con, run_id=run_id, inbox=INBOX, extractor_version="1", model_version="1", ontology_version="1")
    con.execute("UPDATE runs SET started_at = ?, files_new = ? WHERE run_id = ?", [day, files_new, run_id])


def asked_for(con: DuckDBPyConnection, name: str, counts: RunCounts = NOTHING_DONE, run_id: str = "now") -> Outcome:
    (wanted,) = (one for one in read_expectations() if one.name == name)
    (outcome,) = check(con, [wanted], Asked(run_id, INBOX, counts), scope="run")
    return outcome


def mondays(con: DuckDBPyConnection, *volumes: int) -> None:
    for number, volume in enumerate(volumes, start=1):
        begin(con, f"r{number}", MONDAY - timedelta(weeks=number), files_new=volume)
        begin(con, f"other{number}", MONDAY - timedelta(weeks=number, days=2), files_new=3)
    begin(con, "now", MONDAY)


@pytest.mark.parametrize(
    ("volumes", "today", "state", "severity"),
    [
        ((100, 104, 96, 101), 5, "skipped", None),
        ((100, 104, 96, 101, 99), 102, "passed", None),
        ((100, 104, 96, 101, 99), 5, "failed", "warning"),
        ((100, 100, 100, 100, 100), 103, "passed", None),
        ((100, 100, 100, 100, 100), 0, "failed", "warning"),
        ((0, 0, 0, 0, 0), 1, "passed", None),
    ],
)
def test_volume_against_the_same_weekday(
    con: DuckDBPyConnection, volumes: tuple[int, ...], today: int, state: str, severity: str | None
) -> None:
    mondays(con, *volumes)
    outcome = asked_for(con, "article_volume", RunCounts(files_new=today))
    assert (outcome.state, outcome.severity) == (state, severity)


def test_volume_counts_days_not_runs(con: DuckDBPyConnection) -> None:
    mondays(con, 100, 104, 96, 101, 99)
    begin(con, "early", MONDAY, files_new=100)
    assert asked_for(con, "article_volume", RunCounts(files_new=0)).state == "passed"


def test_freshness_is_silent_for_an_archive_and_not_for_a_feed(con: DuckDBPyConnection) -> None:
    begin(con, "now", MONDAY)

    def arrive(*days_ago: int) -> None:
        for days in days_ago:
            con.execute(
                "INSERT INTO source_files BY NAME SELECT ? AS inbox, ? AS path, '' AS sha256, 1 AS bytes, "
                "'loaded' AS status, 'now' AS run_id, ? AS first_seen_at, ? AS last_seen_at",
                [INBOX, str(days), *[MONDAY - timedelta(days=days)] * 2],
            )

    arrive(400)
    assert asked_for(con, "freshness").state == "skipped"
    arrive(401, 402, 403, 404)
    assert asked_for(con, "freshness").severity == "warning"
    arrive(1)
    assert asked_for(con, "freshness").state == "passed"


def insert_events(
    con: DuckDBPyConnection, run_id: str, count: int, *, event_type: str = "CONSULT", actors: int = 0, **dated: str
) -> None:
    """So many events of article `a`, of which so many have an actor; `dated`: status, start and end of all."""
    con.execute(
        "INSERT INTO event_mentions BY NAME SELECT $run_id || $start || range AS event_id, 'a' AS article_id, "
        "$event_type AS event_type, 'Q1' AS quad_class, 0 AS score, '01' AS cameo_root, $status AS status, "
        "CASE WHEN range < $actors THEN [{'text': NULL, 'start': NULL, 'end': NULL, 'name': 'Peru', 'code': 'PER', "
        "'sectors': [], 'actor_id': 'per', 'resolved_from': NULL}] ELSE [] END AS actors, "
        "[] AS recipients, [] AS contexts, [] AS quantities, CASE WHEN $start = '' THEN NULL ELSE {"
        "'start': TRY_CAST($start AS DATE), 'end': TRY_CAST($end AS DATE), 'precision': 'day', "
        "'text': 'x', 'text_start': 0, 'text_end': 1} END AS \"date\", "
        "{'text': 'x', 'start': 0, 'end': 1} AS \"trigger\", {'text': 'x', 'start': 0, 'end': 1} AS sentence, "
        "0.5 AS confidence, '1' AS extractor_version, '1' AS model_version, '1' AS ontology_version, "
        "$run_id AS run_id FROM range($count)",
        {
            "run_id": run_id,
            "event_type": event_type,
            "actors": actors,
            "count": count,
            "status": "occurred",
            "start": "",
            "end": "",
            **dated,
        },
    )


def test_drift_of_types(con: DuckDBPyConnection) -> None:
    for run_id, event_type in (("before", "CONSULT"), ("now", "ASSAULT")):
        begin(con, run_id, MONDAY)
        insert_events(con, run_id, 300, event_type=event_type)
    drift = asked_for(con, "type_drift")
    assert (drift.severity, drift.observed) == ("warning", 1.0)
    assert asked_for(con, "events_without_actor").severity == "warning"
    assert asked_for(con, "events_have_their_article").severity == "critical"


@pytest.mark.parametrize(
    ("before", "now", "state", "severity"),
    [
        ((90, 92), 10, "skipped", None),
        ((90, 92, 94), 80, "passed", None),
        ((90, 92, 94), 60, "failed", "info"),
        ((90, 92, 94), 10, "failed", "warning"),
        ((10, 10, 10), 90, "failed", "warning"),
    ],
)
def test_slot_that_goes_silent_is_seen_whatever_is_usual(
    con: DuckDBPyConnection, before: tuple[int, ...], now: int, state: str, severity: str | None
) -> None:
    for number, actors in enumerate((*before, now)):
        begin(con, f"r{number}", MONDAY + timedelta(days=number))
        insert_events(con, f"r{number}", 100, actors=actors)
    found = asked_for(con, "null_rates", run_id=f"r{len(before)}")
    assert (found.state, found.severity) == (state, severity)
    if severity is not None:
        assert str(found.detail).startswith("events without actor: ")


def test_dates_that_the_status_rules_out_are_counted(con: DuckDBPyConnection) -> None:
    begin(con, "now", MONDAY)
    con.execute(
        "INSERT INTO articles BY NAME SELECT 'a' AS article_id, 'i' AS inbox, 'a' AS source_path, "
        "'0' AS source_sha256, 'text' AS form, 'utf-8' AS encoding, 'en' AS \"language\", "
        "DATE '2026-03-01' AS published_date, '' AS \"text\", "
        "'0' AS text_sha256, [] AS paragraphs, [] AS author_codes, [] AS warnings, 'now' AS run_id, 'loaded' AS state, "
        "TIMESTAMP '2026-03-09' AS loaded_at"
    )
    insert_events(con, "now", 80, start="2026-02-27", end="2026-02-27")
    assert asked_for(con, "dates_against_status").state == "passed"
    insert_events(con, "now", 20, start="2026-09-27", end="2026-09-27")
    insert_events(con, "now", 20, start="2025-02-27", end="2025-02-27", status="future")
    found = asked_for(con, "dates_against_status")
    assert (found.severity, found.observed) == ("warning", 40 / 120)


def test_the_worst_threshold_counts() -> None:
    given = Expectation(
        name="x", about="x", scope="run", measure="freshness", min_rows=2, at_most={"info": 1, "critical": 3}
    )
    found = [judge(given, value, 5, None).severity for value in (0.5, 2.0, 4.0)]
    assert found == [None, "info", "critical"]
    assert judge(given, 9.0, 1, None).state == "skipped"
    low = Expectation(name="x", about="x", scope="run", measure="freshness", at_least={"warning": 1})
    assert judge(low, 0.5, 1, None).severity == "warning"


def test_history_is_kept(con: DuckDBPyConnection) -> None:
    for run_id in ("r1", "r2"):
        begin(con, run_id, MONDAY)
        check(con, read_expectations(), Asked(run_id, INBOX), scope="run")
    rows = con.execute("SELECT run_id, count(*) FROM dq_result GROUP BY ALL ORDER BY ALL").fetchall()
    assert rows == [("r1", len(read_expectations())), ("r2", len(read_expectations()))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("volume: {min_rows: 3}", "no expectation of this name"),
        ("freshness: {min_rows: -3}", "min_rows"),
        ("freshness: {at_most: {fatal: 3}}", "at_most"),
        ("freshness: {measure: nothing}", "no sql/measures/nothing.sql"),
        ("freshness: {breaches: unique_event_ids}", "either 'measure' or 'breaches'"),
        ("freshness: 3", "not a list of fields"),
        ("freshness: [", "can't be read"),
        ("", "not a list of names"),
    ],
)
def test_faults_in_the_file_name_the_entry(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "own.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ExpectationError, match=r"own\.yml") as raised:
        read_expectations(tmp_path / "own.yml")
    assert message in str(raised.value)


def test_every_check_and_measure_is_expected() -> None:
    """Both ways: no SQL file without an entry, no entry without its SQL file."""
    listed = {one.statement for one in read_expectations()}
    assert listed == set(names("checks")) | set(names("measures"))


def test_own_file_changes_fields_and_turns_off(tmp_path: Path, con: DuckDBPyConnection) -> None:
    (tmp_path / "own.yml").write_text("freshness: {enabled: false}\ntype_drift: {min_rows: 7}\n", encoding="utf-8")
    found = {one.name: one for one in read_expectations(tmp_path / "own.yml")}
    assert (found["type_drift"].min_rows, found["type_drift"].measure) == (7, "type_drift")
    begin(con, "now", MONDAY)
    asked = check(con, list(found.values()), Asked("now", INBOX), scope="run")
    assert "freshness" not in {outcome.expectation for outcome in asked}


def test_critical_failure_keeps_the_last_good_snapshot(tmp_path: Path) -> None:
    """Readers see the snapshot before until it is mended; then everything comes at once."""
    job = Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1, batch_files=50)
    given: dict[str, Any] = {"factory": stubs.factory, "versions": stubs.VERSIONS}
    stubs.write_inbox(job.inbox, 2)
    first = run_nightly(job, **given)
    with open_work(job.warehouse) as con:
        con.execute("INSERT INTO event_mentions SELECT * FROM event_mentions WHERE article_id = 'river-000'")
    stubs.write_inbox(job.inbox, 3)
    held = run_nightly(job, **given)
    assert (held.exit_code, held.held_back, held.snapshot) == (1, True, None)
    assert {outcome.expectation for outcome in held.failed} >= {"unique_event_ids"}
    assert query(job.warehouse, "SELECT count(*) FROM articles").rows == [(2,)]
    assert (job.warehouse / "warehouse.duckdb").resolve() == Path(first.snapshot or "").resolve()

    with open_work(job.warehouse) as con:
        con.execute("DELETE FROM event_mentions WHERE article_id = 'river-000'")
        con.execute("UPDATE source_files SET sha256 = 'stale' WHERE path = 'river-000.txt'")
    mended = run_nightly(job, **given)
    assert (mended.exit_code, mended.held_back) == (0, False)
    assert query(job.warehouse, "SELECT held_back FROM runs ORDER BY started_at").rows == [
        (False,),
        (True,),
        (False,),
    ]
    assert query(job.warehouse, "SELECT count(*) FROM event_mentions").rows == [(3,)]


def shown(summary: RunSummary) -> tuple[bool, bool]:
    """Whether the summary says that nothing is published at all, and whether it names queries to try."""
    console = Console(file=io.StringIO(), width=200)
    print_summary(summary, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "nothing was before" in text, "Try:" in text


def test_mostly_quarantined_holds_back_until_it_is_mended_or_forced(tmp_path: Path) -> None:
    """A run that reads nothing new does not slip the bad one through."""
    job = Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1, batch_files=50)
    given: dict[str, Any] = {"factory": stubs.factory, "versions": stubs.VERSIONS}
    job.inbox.mkdir()
    for number in range(25):
        (job.inbox / f"bad-{number}.txt").write_bytes(b"\0\1\2")
    assert [run_nightly(job, **given).held_back for _ in range(2)] == [True, True]
    assert shown(run_nightly(job, **given)) == (True, False)
    forced = run_nightly(Job(**{**vars(job), "force_publish": True}), **given)
    assert shown(forced) == (False, True)
    assert (forced.held_back, forced.exit_code) == (False, 1)
    assert query(job.warehouse, "SELECT state, count(*) FROM quarantine GROUP BY ALL").rows == [("open", 25)]
