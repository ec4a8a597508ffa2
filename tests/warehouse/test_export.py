"""What is exported can be read back, with all that is needed to understand it."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import UnknownCodeError
from tests.warehouse.example import build
from tests.warehouse.stories import Story, load
from warehouse.connection import open_work
from warehouse.errors import ExportError, NotPublishedError
from warehouse.export import FORMS, WRITERS, Filters, export, harmless
from warehouse.publish import publish
from warehouse.query import query
from warehouse.transform import refresh

TRAP = Story(
    "trap", "2026-03-07", "ACCUSE", "PER", "CHL", "accused", '=HYPERLINK("x") Peru accused Chile.', day="2026-03-07"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("wh")
    with open_work(directory) as con:
        build(con, directory)
        load(con, directory, [TRAP], run_id="second")
        refresh(con, run_id="second", as_of=date(2026, 3, 10))
        con.execute("UPDATE events SET lat = -12.0, lon = -77.1 WHERE place_name = 'Callao'")
    publish(directory)
    return directory


def stored(directory: Path, sql: str = "FROM events ORDER BY event_date, event_id") -> list[tuple]:
    return query(directory, sql).rows


@pytest.mark.parametrize("form", FORMS)
def test_every_folder_explains_itself(published, tmp_path, form):
    made = export(published, tmp_path / "out", form=form)
    assert sorted(path.name for path in made.folder.iterdir()) == sorted(
        ["CODEBOOK.md", "datapackage.json", WRITERS[form][0]]
    )
    (resource,) = json.loads((made.folder / "datapackage.json").read_text())["resources"]
    content = made.data.read_bytes()
    assert resource["path"] == made.data.name
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    codebook = (made.folder / "CODEBOOK.md").read_text()
    assert f"{made.rows} rows" in codebook
    assert "| AGREE | verbal cooperation | 03 |" in codebook


def test_parquet_comes_back_as_it_was(published, tmp_path):
    made = export(published, tmp_path / "out", form="parquet")
    with duckdb.connect() as con:
        rows = con.execute("FROM read_parquet(?) ORDER BY event_date, event_id", [str(made.data)]).fetchall()
    assert rows == stored(published)


def test_jsonl_comes_back_as_it_was(published, tmp_path):
    made = export(published, tmp_path / "out", form="jsonl")
    found = [tuple(json.loads(line).values()) for line in made.data.read_text().splitlines()]
    assert found == [tuple(json.loads(json.dumps(value, default=str)) for value in row) for row in stored(published)]


def test_csv_comes_back_and_runs_no_formula(published, tmp_path):
    made = export(published, tmp_path / "out", form="csv")
    with made.data.open(newline="") as file:
        rows = list(csv.DictReader(file))
    expected = query(published, "FROM events ORDER BY event_date, event_id")
    assert tuple(rows[0]) == expected.columns
    assert [row["event_id"] for row in rows] == [row[0] for row in expected.rows]
    assert [row["sentence"] for row in rows if "HYPERLINK" in row["sentence"]] == ["'" + TRAP.sentence]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    schema = json.loads((made.folder / "datapackage.json").read_text())["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == list(rows[0])


def test_negative_numbers_stay_numbers(published, tmp_path):
    made = export(published, tmp_path / "out", form="csv", filters=Filters(event_type="ACCUSE"))
    with made.data.open(newline="") as file:
        assert {float(row["score"]) for row in csv.DictReader(file)} == {-3.0, -3.5}


def test_geojson_has_what_lies_on_the_map(published, tmp_path):
    made = export(published, tmp_path / "out", form="geojson")
    (feature,) = json.loads(made.data.read_text())["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-77.1, -12.0]}
    assert feature["properties"]["place_name"] == "Callao"


def test_gexf_is_the_network_of_actors(published, tmp_path):
    made = export(published, tmp_path / "out", form="gexf")
    space = "{http://gexf.net/1.3}"
    tree = ElementTree.parse(made.data)
    nodes = {node.get("id"): node.get("label") for node in tree.iter(f"{space}node")}
    edges = {(edge.get("source"), edge.get("target")): edge.get("weight") for edge in tree.iter(f"{space}edge")}
    assert nodes == {"CHL": "Chile", "COL": "Colombia", "ECU": "Ecuador", "PER": "Peru"}
    assert edges[("CHL", "PER")] == "2"
    assert len(edges) == made.rows


def test_cameo_has_the_columns_of_gdelt(published, tmp_path):
    made = export(
        published, tmp_path / "out", form="cameo", filters=Filters(event_type="ACCUSE", until=date(2026, 3, 1))
    )
    with made.data.open(newline="") as file:
        (row,) = csv.DictReader(file, delimiter="\t")
    assert (row["SQLDATE"], row["Actor1Code"], row["Actor2Code"], row["EventRootCode"], row["QuadClass"]) == (
        "20260210", "CHL", "PER", "11", "3",
    )  # fmt: skip
    assert row["GoldsteinScale"] == "-3.5"


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        (Filters(since=date(2026, 3, 1)), "event_date >= DATE '2026-03-01'"),
        (Filters(until=date(2026, 1, 31)), "event_date <= DATE '2026-01-31'"),
        (Filters(country="ECU"), "list_contains(list_concat(actor_codes, recipient_codes), 'ECU')"),
        (
            Filters(event_type="COERCE", since=date(2026, 3, 5)),
            "event_type = 'COERCE' AND event_date >= DATE '2026-03-05'",
        ),
    ],
)
def test_filters(published, tmp_path, filters, condition):
    made = export(published, tmp_path / "out", form="jsonl", filters=filters)
    expected = stored(published, f"SELECT event_id FROM events WHERE {condition} ORDER BY event_date, event_id")
    assert [json.loads(line)["event_id"] for line in made.data.read_text().splitlines()] == [row[0] for row in expected]
    assert 0 < made.rows < 10


def test_what_is_refused(published, tmp_path):
    with pytest.raises(ExportError, match="there already"):
        export(published, tmp_path, form="csv")
    with pytest.raises(ExportError, match="none of the forms"):
        export(published, tmp_path / "out", form="xls")
    with pytest.raises(UnknownCodeError, match="XXX"):
        export(published, tmp_path / "out", form="csv", filters=Filters(country="XXX"))
    with pytest.raises(UnknownCodeError, match="DANCE"):
        export(published, tmp_path / "out", form="csv", filters=Filters(event_type="DANCE"))
    with pytest.raises(NotPublishedError):
        export(tmp_path / "nothing", tmp_path / "out", form="csv")
    assert list(tmp_path.iterdir()) == []


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")
