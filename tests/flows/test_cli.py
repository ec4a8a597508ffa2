"""The command line as a user meets it: help, exit codes, one line per error."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows import cli
from tests.flows import stubs

ROOT = Path(__file__).parents[2]
PYTHONPATH = os.pathsep.join([str(ROOT), str(ROOT / "src")])
COMMANDS = (
    "run",
    "extract",
    "explain",
    "inspect",
    "sql",
    "report",
    "schedule",
    "export",
    "evaluate",
    "codebook",
    "doctor",
    "migrate",
    "rollback",
)
SUBCOMMANDS = (
    "quarantine list",
    "quarantine show",
    "quarantine replay",
    "quarantine discard",
    "alerts list",
    "alerts test",
    "alerts resend",
)


def chasqui(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": PYTHONPATH} | environment,
        check=False,
    )


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    stubs.write_inbox(tmp_path / "inbox", 2)
    return tmp_path / "inbox"


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    heavy = ("spacy", "prefect", "duckdb")
    program = f"import sys, flows.cli; flows.cli.main(['--help']); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": PYTHONPATH},
        check=True,
    )
    assert done.stdout.endswith("[]\n")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(re.search(rf"^  {name} ", shown, re.MULTILINE) for name in (*COMMANDS, "quarantine", "alerts"))
    assert "Exit codes: 0 done" in shown


@pytest.mark.parametrize("name", [*COMMANDS, *SUBCOMMANDS])
def test_help_of_every_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Exit code" in shown
    options = re.findall(r"^  (--[a-z-]+)(?: / --[a-z-]+)?(?:, -\w)?(?: [A-Z].*)?$", shown, re.MULTILINE)
    described = re.findall(r"^  (?:-\w, )?--\S+.*\S{2}", shown, re.MULTILINE)
    assert len(described) >= len(options) > 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["frobnicate"], 2, "No such command"),
        (["run"], 2, "INBOX"),
        (["run", "no-such-folder"], 2, "does not exist"),
        (["run", ".", "--published", "yesterday"], 2, "is not a date"),
        (["run", ".", "--workers", "0"], 2, "workers"),
        (["sql"], 2, "give a statement"),
        (["sql", "SELECT 1", "--format", "parquet"], 2, "needs a file"),
        (["sql", "SELECT $a", "--param", "a"], 2, "'a' is not of the form NAME=VALUE"),
        (["sql", "SELECT $a", "-p", "a=1", "-p", "a=2"], 2, "'a=2' is given twice"),
        (["sql", "SELECT 1"], 3, "no published warehouse"),
        (["report"], 3, "no published warehouse"),
        (["evaluate", "none.jsonl"], 2, "does not exist"),
        (["extract", "none.txt"], 3, "no such file"),
        (["extract", "none.txt", "--metadata", "none.json"], 3, "no such file"),
        (["--config", "none.toml", "sql", "SELECT 1"], 2, "can't be read"),
    ],
)
def test_errors_are_one_line(
    arguments: list[str],
    code: int,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == code
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert shown.err.startswith("chasqui: ")
    assert message in shown.err


def test_unexpected_error_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("flows.tables.write_query", fail)
    assert cli.main(["sql", "SELECT 1"]) == 3
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "ZeroDivisionError: by nothing" in shown
    assert "--debug" in shown
    monkeypatch.setenv("CHASQUI_DEBUG", "1")
    assert cli.main(["sql", "SELECT 1"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_bad_settings_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "chasqui.toml").write_text("colour = 1\n", encoding="utf-8")
    done = chasqui("sql", "SELECT 1", cwd=tmp_path)
    assert done.returncode == 2
    assert "chasqui.toml: colour: unknown setting" in done.stderr


def test_run_and_sql_from_end_to_end(inbox: Path, tmp_path: Path) -> None:
    """The real extraction, without an orchestrator."""
    done = chasqui("run", inbox, "--no-orchestrator", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Warehouse: data/warehouse.duckdb" in done.stdout
    assert done.stdout.count("chasqui sql") == 3

    (inbox / "bad.txt").write_bytes(b"\0\1\2\3")
    done = chasqui("run", inbox, "--no-orchestrator", "--json", cwd=tmp_path)
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["files_quarantined"], summary["files_unchanged"]) == (1, 1, 2)
    assert summary["rejected"][0]["path"] == "bad.txt"
    for query in summary["queries"]:
        assert chasqui("sql", query, cwd=tmp_path).returncode == 0

    statement = "SELECT path, status FROM source_files ORDER BY path"
    done = chasqui("sql", statement, "--format", "csv", cwd=tmp_path)
    assert done.stdout == "path,status\nbad.txt,quarantined\nriver-000.txt,loaded\nriver-001.txt,loaded\n"
    (tmp_path / "q.sql").write_text(statement, encoding="utf-8")
    done = chasqui("sql", "--file", "q.sql", "--format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)[0] == {"path": "bad.txt", "status": "quarantined"}
    done = chasqui("sql", statement, "--format", "parquet", "--output", "files.parquet", cwd=tmp_path)
    assert (tmp_path / "files.parquet").read_bytes().startswith(b"PAR1")
    done = chasqui("sql", "SELECT nonsense", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)


def test_extract_goes_on_after_a_bad_file(inbox: Path, tmp_path: Path) -> None:
    (inbox / "bad.txt").write_bytes(b"\0\1\2\3")
    files = [inbox / "bad.txt", inbox / "river-000.txt"]
    done = chasqui("extract", *files, "--published", "2026-03-09", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert {event["article_id"] for event in events} == {"river-000"}
    text = files[1].read_text(encoding="utf-8")
    assert all(text[e["trigger"]["start"] : e["trigger"]["end"]] == e["trigger"]["text"] for e in events)


SPANISH = (
    "Los ministros de Defensa se reunieron el lunes en la capital para revisar el acuerdo sobre el río, y anunciaron "
    "que volverán a encontrarse en mayo. Los pescadores de la zona pidieron que se respeten las cuotas de este año."
)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A dump with columns of its own: an article, the same again, one in another language, one too long, no date."""
    rows = [
        {"article_id": "river-1", "tekst": stubs.meeting(1), "dag": "2026-03-09"},
        {"article_id": "river-1", "tekst": stubs.meeting(1), "dag": "2026-03-09"},
        {"article_id": "rio-2", "tekst": SPANISH, "dag": "2026-03-09"},
        {"article_id": "river-3", "tekst": stubs.meeting(3) * 50, "dag": "2026-03-09"},
        {
            "article_id": "river-4",
            "tekst": "The Peruvian minister met his Chilean colleague over the border treaty again.",
        },
    ]
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (tmp_path / "dump.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "nota.txt").write_text(SPANISH, encoding="utf-8")
    (tmp_path / "chasqui.toml").write_text(
        'require_date = true\n[columns]\ntext = "tekst"\npublished = "dag"\n[limits]\narticle_characters = 5000\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("command", [["extract"], ["explain", "--json"]])
def test_files_are_coded_by_the_settings_of_a_run(command: list[str], settings: Path) -> None:
    done = chasqui(*command, "dump.jsonl", cwd=settings)
    assert done.returncode == 1
    assert {json.loads(line)["article_id"] for line in done.stdout.splitlines()} == {"river-1"}
    told = [line.removeprefix("chasqui: ").split(": ", 2)[1:] for line in done.stderr.splitlines()]
    assert [place for place, _ in told] == ["line 2", "line 3", "line 4", "line 5"]
    said = " ".join(reason for _, reason in told)
    for reason in ("the same article", "no pipeline for articles in 'es'", "5000 characters", "when it came out"):
        assert reason in said


def test_an_article_without_a_model_for_its_language_is_no_failure(settings: Path) -> None:
    done = chasqui("extract", "nota.txt", "--published", "2026-03-09", cwd=settings)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no pipeline for articles in 'es'" in done.stderr
    done = chasqui("extract", "nota.txt", cwd=settings, CHASQUI_MODELS="es=en_chasqui_news", CHASQUI_REQUIRE_DATE="0")
    assert (done.returncode, done.stderr) == (0, "")


def test_evaluate_prints_figures(inbox: Path, tmp_path: Path) -> None:
    row = {"article_id": "river-000", "published": "2026-03-09", "events": []}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = chasqui("evaluate", "gold.jsonl", "--articles", inbox, "--json", cwd=tmp_path)
    figures = json.loads(done.stdout)
    assert (done.returncode, figures["articles"], figures["gold_events"]) == (0, 1, 0)
    done = chasqui("evaluate", "gold.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)


def test_doctor_reports_as_json(tmp_path: Path) -> None:
    done = chasqui("doctor", "--json", cwd=tmp_path)
    states = {row["check"]: row["state"] for row in json.loads(done.stdout)}
    assert (states["model"], states["prefect"], states["warehouse"]) == ("ok", "ok", "warn")
    assert done.returncode == (3 if "fail" in states.values() else 0)


def test_reader_that_goes_away_is_no_error(inbox: Path, tmp_path: Path) -> None:
    command = f"{sys.executable} -m flows.cli extract {' '.join([str(inbox / 'river-000.txt')] * 3)} | true"
    done = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": PYTHONPATH},
        check=False,
    )
    assert done.stderr == ""


def test_log_is_one_object_an_event_with_its_run(inbox: Path, tmp_path: Path) -> None:
    done = chasqui("--log-json", "run", inbox, "--no-orchestrator", "--json", cwd=tmp_path)
    rows = [json.loads(line) for line in done.stderr.splitlines()]
    run_id = json.loads(done.stdout)["run_id"]
    assert {"time", "level", "logger", "run_id", "message"} == set(rows[0])
    assert {row["run_id"] for row in rows if row["message"].startswith(("discover", "refresh", "check"))} == {run_id}
