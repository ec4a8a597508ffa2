"""A hostile inbox and hostile SQL: nothing gets out of the inbox, the terminal or the database."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import cli, prefect_environment, server
from flows.job import Job
from flows.nightly import run_nightly
from flows.reading import read_parts
from flows.tables import spreadsheet_safe
from flows.terminal import CONTROLS, one_printable_line, printable
from flows.worker import process_file, process_part
from tests.flows import stubs
from tests.flows.test_faults import item
from warehouse.query import CLOSED, query

ESCAPES = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;http://x\x1b\\link \x9b2J \u202eback"
CLEAN = "red  link  back"


@pytest.fixture
def job(tmp_path: Path) -> Job:
    stubs.write_inbox(tmp_path / "inbox", 1)
    return Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1)


def run(job: Job) -> Any:
    return run_nightly(job, factory=stubs.factory, versions=stubs.VERSIONS)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    stubs.write_inbox(folder / "inbox", 1)
    text = stubs.article_text(
        "=cmd|' /C calc'!A0 \x1b[31mred \x9b2J \u202eback", "They met; DROP TABLE articles; --' OR 1=1."
    )
    (folder / "inbox" / "evil'; DROP TABLE articles; --.txt").write_text(text, encoding="utf-8")
    (folder / "inbox" / f"{ESCAPES.replace('/', '')}.txt").write_bytes(b"\0")
    run(Job(inbox=folder / "inbox", warehouse=folder / "data", workers=1))
    return folder / "data"


def test_links_of_all_kinds_stay_outside(job: Job, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    stubs.write_inbox(secret, 3)
    (secret / "side.json").write_text('{"published": "2001-01-01"}', encoding="utf-8")
    (job.inbox / "file.txt").symlink_to(secret / "river-001.txt")
    (job.inbox / "folder").symlink_to(secret)
    (job.inbox / "relative.txt").symlink_to("../secret/river-002.txt")
    (job.inbox / "loop.txt").symlink_to("loop.txt")
    (job.inbox / "chain.txt").symlink_to("file.txt")
    (job.inbox / "inside.txt").symlink_to("river-000.txt")
    (job.inbox / "side.txt").write_text(stubs.meeting(7), encoding="utf-8")
    (job.inbox / "side.json").symlink_to(secret / "side.json")
    summary = run(job)
    assert summary.skipped == ("chain.txt", "file.txt", "loop.txt", "relative.txt", "side.json", "side.txt")
    paths = query(job.warehouse, "SELECT path FROM source_files ORDER BY ALL").rows
    assert paths == [("inside.txt",), ("river-000.txt",)]


def test_file_that_becomes_a_link_after_it_was_listed(job: Job, tmp_path: Path) -> None:
    path = job.inbox / "river-000.txt"
    found = item(path, job.inbox)
    (tmp_path / "secret.txt").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    path.unlink()
    path.symlink_to(tmp_path / "secret.txt")
    outcome = process_file(found, stubs.extract)
    ((fault,),) = (document.faults for document in outcome.documents)
    assert outcome.documents[0].article is None
    assert (fault.reasons[0].rule, fault.payload) == ("outside_inbox", b"")


def test_dump_that_becomes_a_link_is_neither_read_nor_kept(job: Job, tmp_path: Path) -> None:
    path = job.inbox / "dump.jsonl"
    row = (
        '{"url": "https://andeswire.example/a", "text": "The ministers met at noon and will meet again in the spring."}'
    )
    (tmp_path / "secret.jsonl").write_text(f"{row}\n{row}\n", encoding="utf-8")
    path.symlink_to(tmp_path / "secret.jsonl")
    (part,) = read_parts([item(path, job.inbox)], documents=5)
    (document,) = process_part(part, stubs.extract).documents
    assert (document.faults[0].reasons[0].rule, document.faults[0].payload) == ("outside_inbox", b"")


def test_pipes_and_devices_are_not_opened(job: Job) -> None:
    os.mkfifo(job.inbox / "pipe.txt")
    assert run(job).counts.files_seen == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ESCAPES, CLEAN),
        ("Łódź – “naïve” 東京 🎉\ttab\nline", "Łódź – “naïve” 東京 🎉\ttab\nline"),
        ("a\rb\x00c\x7fd", "abcd"),
        ("\x1bP1$rq\x1b\\x\x1b(Bx", "xx"),
        ("\x1b]52;c;open and the rest", "52;c;open and the rest"),
    ],
)
def test_control_sequences_are_stripped(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(st.text(alphabet=st.characters(max_codepoint=0x20FF)))
def test_nothing_printable_is_left_to_steer_with(text: str) -> None:
    assert not CONTROLS.search(printable(printable(text)))
    assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in one_printable_line(text))


@pytest.mark.parametrize(
    "arguments",
    [
        ["sql", "SELECT title, source_path FROM articles"],
        ["sql", "SELECT title, source_path FROM articles", "--format", "csv"],
        ["sql", "SELECT * FROM quarantine", "--format", "json"],
        ["sql", 'SELECT 1 AS "\x1b[31mred\x9b2J"'],
        ["sql", 'SELECT 1 AS "\x1b[31mred\x9b2J"', "--format", "csv"],
        ["sql", "SELECT nonsense\x1b[31m"],
        ["quarantine", "list"],
        ["quarantine", "list", "--json"],
        ["quarantine", "show", ""],
    ],
)
def test_no_command_prints_control_characters(
    arguments: list[str], published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHASQUI_WAREHOUSE", str(published))
    cli.main(arguments)
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert text.strip()
    assert not CONTROLS.search(text.replace("\n", ""))


def test_sql_in_names_and_texts_is_only_text(published: Path) -> None:
    rows = query(published, "SELECT source_path FROM articles ORDER BY ALL").rows
    assert ("evil'; DROP TABLE articles; --.txt",) in rows


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_formulas_are_text_in_csv(value: str) -> None:
    assert spreadsheet_safe(value) == f"'{value}"
    assert spreadsheet_safe("a=b") == "a=b"


def test_csv_has_no_formula_but_true_numbers(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHASQUI_WAREHOUSE", str(published))
    assert cli.main(["sql", "SELECT '=1+1' AS \"=a\", -5 AS b, -0.5 AS c", "--format", "csv"]) == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["'=a", "b", "c"], ["'=1+1", "-5", "-0.5"]]
    assert cli.main(["sql", "SELECT '=1+1' AS a", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"a": "=1+1"}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM read_blob('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '{target}'",
        "COPY articles FROM '{secret}'",
        "EXPORT DATABASE '{target}'",
        "ATTACH '{target}' AS other",
        "ATTACH '{work}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA enable_profiling='json'; PRAGMA profiling_output='{target}'; SELECT 1",
        "SET temp_directory = '{target}'",
        "SET home_directory = '{target}'",
        "DELETE FROM articles",
        "CREATE TABLE x AS SELECT 1",
        "SELECT getenv('HOME')",
        "SELECT * FROM read_json('http://127.0.0.1:9/x')",
    ],
)
@pytest.mark.parametrize("output_format", ["json", "parquet"])
def test_sql_touches_no_file(
    sql: str,
    output_format: str,
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CHASQUI_WAREHOUSE", str(published))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.csv").write_text("a\nhidden\n", encoding="utf-8")
    places = {
        "secret": tmp_path / "secret.csv",
        "target": tmp_path / "target",
        "work": published / "work" / "chasqui.duckdb",
    }
    code = cli.main(["sql", sql.format(**places), "--format", output_format, "-o", "out"])
    assert code == 3
    assert "hidden" not in capsys.readouterr().out
    assert not (tmp_path / "target").exists()
    with duckdb.connect(str((published / "warehouse.duckdb").resolve()), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_server_is_started_on_loopback_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, Any] = {}

    def popen(command: list[str], **options: Any) -> Any:
        started.update(command=command, **options)

    monkeypatch.setenv("PREFECT_SERVER_API_HOST", "0.0.0.0")
    monkeypatch.setattr(subprocess, "Popen", popen)
    server._start(4711, tmp_path / "log", scheduler=True)
    command = started["command"]
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert started["env"]["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert started["env"]["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4711,http://localhost:4711"


def test_nothing_is_told_to_the_makers_of_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*prefect_environment.SHARED, "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "true")
    prefect_environment.prepare_run()
    assert (os.environ["DO_NOT_TRACK"], os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    settings = dict(query_settings())
    assert (settings["autoinstall_known_extensions"], settings["enable_external_access"]) == ("false", "false")


def query_settings() -> list[tuple[Any, ...]]:
    """What the connection of `chasqui sql` is set to."""
    with duckdb.connect(":memory:", config=CLOSED) as con:
        return con.execute("SELECT name, value FROM duckdb_settings()").fetchall()
