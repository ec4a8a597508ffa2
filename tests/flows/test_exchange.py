"""Export, migration, rollback and inspection through the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows import cli
from flows.job import Job
from flows.nightly import run_nightly
from tests.flows import stubs

FORMS = Path(__file__).parents[2] / "examples/forms"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse that was published twice: with two articles, then with three."""
    job = Job(inbox=tmp_path / "inbox", warehouse=tmp_path / "data", workers=1, batch_files=50)
    given: dict[str, Any] = {"factory": stubs.factory, "versions": stubs.VERSIONS}
    for count in (2, 3):
        stubs.write_inbox(job.inbox, count)
        assert run_nightly(job, **given).exit_code == 0
    return job.warehouse


def articles(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> int:
    query = "SELECT count(*) AS n FROM articles"
    assert cli.main(["sql", query, "--format", "json", "--warehouse", str(warehouse)]) == 0
    rows: list[dict[str, int]] = json.loads(capsys.readouterr().out)
    return rows[0]["n"]


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "geojson", "gexf", "cameo"])
def test_export_writes_data_codebook_and_description(form: str, warehouse: Path, tmp_path: Path, capsys) -> None:
    target = tmp_path / "out"
    assert cli.main(["export", str(target), "--format", form, "--warehouse", str(warehouse), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {path.name for path in target.iterdir()} == {"CODEBOOK.md", "datapackage.json", Path(told["data"]).name}


def test_export_filters_and_refuses(warehouse: Path, tmp_path: Path, capsys) -> None:
    where = ["--warehouse", str(warehouse)]
    assert cli.main(["export", str(tmp_path / "none"), "--type", "ASSAULT", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 0
    assert cli.main(["export", str(tmp_path / "bad"), "--since", "soon", *where]) == 2
    assert cli.main(["export", str(tmp_path / "bad"), "--country", "XXX", *where]) == 3
    assert cli.main(["export", str(tmp_path / "none"), *where]) == 3
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3
    assert "not a day" in errors[0]


def test_sql_takes_parameters_and_a_file(warehouse: Path, tmp_path: Path, capsys) -> None:
    statement = tmp_path / "q.sql"
    statement.write_text("SELECT article_id\nFROM articles\nWHERE article_id >= $first ORDER BY 1 LIMIT $n\n")
    where = ["--file", str(statement), "--format", "json", "--warehouse", str(warehouse)]
    assert cli.main(["sql", *where, "-p", "first=", "--param", "n=2"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert cli.main(["sql", *where, "-p", "first="]) == 3
    assert "n" in capsys.readouterr().err
    statement.write_text("SELECT 1,\n  fromm events x\n")
    assert cli.main(["sql", *where]) == 3
    assert "at line 2, column 16" in capsys.readouterr().err


def test_rollback_shows_what_was_published_before(warehouse: Path, capsys) -> None:
    assert articles(warehouse, capsys) == 3
    assert cli.main(["rollback", "--warehouse", str(warehouse)]) == 0
    capsys.readouterr()
    assert articles(warehouse, capsys) == 2


def test_migrate_of_a_new_and_of_a_current_warehouse(tmp_path: Path, capsys) -> None:
    where = ["migrate", "--warehouse", str(tmp_path / "data"), "--json"]
    assert cli.main(where) == 0
    assert len(json.loads(capsys.readouterr().out)["applied"]) >= 6
    assert cli.main(where) == 0
    assert json.loads(capsys.readouterr().out) == {"applied": []}


def test_inspect_shows_form_metadata_and_kinds_of_paragraphs(capsys) -> None:
    assert cli.main(["inspect", str(FORMS / "page.html")]) == 0
    shown = capsys.readouterr().out
    assert "html" in shown
    assert "2025-11-14 (day, from page)" in shown
    assert "boilerplate" in shown


def test_inspect_goes_on_behind_what_cannot_be_read(tmp_path: Path, capsys) -> None:
    assert cli.main(["inspect", str(FORMS / "feed.rss"), "--json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any("article" in row for row in rows)
    assert [row["place"] for row in rows if "reason" in row] == ["item 3"]
    (tmp_path / "empty.txt").touch()
    assert cli.main(["inspect", str(tmp_path / "empty.txt")]) == 3
