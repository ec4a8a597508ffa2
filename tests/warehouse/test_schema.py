"""Tables and views, their comments and `schema.yml` say the same, both ways."""

from pathlib import Path

import pytest
import yaml

import warehouse
from schemas import Article, EventRecord, ontology
from tests.warehouse.test_columns import ADDED_TO_ARTICLES, ADDED_TO_EVENTS
from warehouse.codes import LISTS, update_codes

SCHEMA = yaml.safe_load((Path(warehouse.__file__).parent / "schema.yml").read_text(encoding="utf-8"))
DESCRIBED = """
    SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary
    UNION ALL
    SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND NOT temporary
"""


def test_every_table_and_view_is_described(con):
    assert {name: row["description"] for name, row in SCHEMA.items()} == dict(con.execute(DESCRIBED).fetchall())


def test_every_column_is_described(con):
    columns = con.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
    ).fetchall()
    stored = {name: {} for name in SCHEMA}
    for table, column, comment in columns:
        stored[table][column] = comment
    assert {name: row["columns"] for name, row in SCHEMA.items()} == stored


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("event_mentions", {*EventRecord.model_fields, *ADDED_TO_EVENTS}),
        ("articles", {*Article.model_fields, *ADDED_TO_ARTICLES, "provenance"} - {"published"}),
    ],
)
def test_models_are_described(table, fields):
    assert set(SCHEMA[table]["columns"]) == fields


def test_code_tables_are_those_of_the_ontology(con):
    assert update_codes(con) == [f"code_{name}" for name in LISTS]
    assert update_codes(con) == []
    assert dict(con.execute("SELECT code, score FROM code_event_types").fetchall()) == {
        code: row.score for code, row in ontology.event_types().items()
    }
    assert dict(con.execute("SELECT code, name FROM code_countries").fetchall()) == {
        code: row.name for code, row in ontology.countries().items()
    }


def test_code_tables_follow_the_version_of_the_ontology(con, monkeypatch):
    update_codes(con)
    con.execute("DELETE FROM code_sectors WHERE code = 'MIL'")
    assert update_codes(con) == ["code_sectors"]
    monkeypatch.setattr(ontology, "VERSION", "later")
    assert len(update_codes(con)) == len(LISTS)
    assert con.execute("SELECT DISTINCT ontology_version FROM code_modes").fetchall() == [("later",)]
