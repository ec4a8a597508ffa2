"""The models of `schemas` and the columns of the warehouse say the same, both ways."""

import datetime
import types
import typing

import pytest
from pydantic import BaseModel

from schemas import Article, EventRecord, Published
from schemas.provenance import Provenance
from tests.warehouse.invented import File, event, shard
from warehouse.load import load_shards
from warehouse.shards import table_file

PLAIN = {str: "VARCHAR", int: "INTEGER", float: "DOUBLE", datetime.date: "DATE"}
ADDED_TO_EVENTS = {"event_date_start": "DATE", "event_date_end": "DATE", "run_id": "VARCHAR"}
ADDED_TO_ARTICLES = {
    "inbox": "VARCHAR",
    "published_date": "DATE",
    "published_precision": "VARCHAR",
    "published_source": "VARCHAR",
    "published_text": "VARCHAR",
    "dateline_place": "VARCHAR",
    "dateline_text": "VARCHAR",
    "text_sha256": "VARCHAR",
    "state": "VARCHAR",
    "run_id": "VARCHAR",
    "loaded_at": "TIMESTAMP",
    "item": "VARCHAR",
    "content_key": "UBIGINT",
}


def column_type(annotation) -> str:
    """DuckDB's name of the type that holds a pydantic field."""
    origin = typing.get_origin(annotation)
    arguments = [member for member in typing.get_args(annotation) if member is not type(None)]
    if origin in (types.UnionType, typing.Union):
        (only,) = arguments
        return column_type(only)
    if origin is typing.Literal:
        return "VARCHAR"
    if origin is tuple:
        return column_type(arguments[0]) + "[]"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        members = ", ".join(f'"{name}" {kind}' for name, kind in column_types(annotation).items())
        return f"STRUCT({members})"
    return PLAIN[annotation]


def column_types(model: type[BaseModel]) -> dict[str, str]:
    return {name: column_type(field.annotation) for name, field in model.model_fields.items()}


IN_DOCUMENTS = {"metadata_ids": "VARCHAR[]", "metadata_digest": "VARCHAR"}
"""What of the provenance is a column of `documents`."""


def provenance_type() -> str:
    """The article has the id already; files may be larger than an INTEGER can count."""
    kinds = column_types(Provenance)
    for name in ("article_id", *IN_DOCUMENTS):
        del kinds[name]
    return "STRUCT(" + ", ".join(f'"{n}" {"BIGINT" if kind == "INTEGER" else kind}' for n, kind in kinds.items()) + ")"


def stored(con, relation: str) -> dict[str, str]:
    rows = con.execute(f"DESCRIBE FROM {relation}").fetchall()
    return {name: con.execute("SELECT $t::VARCHAR", {"t": kind}).fetchall()[0][0] for name, kind, *_ in rows}


def quoted(con, kinds: dict[str, str]) -> dict[str, str]:
    """The same types as DuckDB writes them: it quotes names only where it must."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE expected ({columns})")
    return stored(con, "expected")


def test_documents_hold_what_was_asked_of_the_metadata_file(con):
    assert stored(con, "documents").items() >= IN_DOCUMENTS.items()
    assert IN_DOCUMENTS.items() <= column_types(Provenance).items()


def test_event_mentions_hold_every_field_of_the_record(con):
    expected = {**column_types(EventRecord), **ADDED_TO_EVENTS}
    assert stored(con, "event_mentions") == quoted(con, expected)


def test_articles_hold_every_field_of_the_article(con):
    fields = column_types(Article)
    del fields["published"]
    expected = {**fields, **ADDED_TO_ARTICLES, "provenance": provenance_type()}
    assert stored(con, "articles") == quoted(con, expected)
    assert set(Published.model_fields) == {"day", "precision", "source", "text"}


@pytest.mark.parametrize(
    ("table", "model", "more"),
    [
        (
            "articles",
            Article,
            {"state": "VARCHAR", "content_key": "UBIGINT", "provenance": provenance_type(), **IN_DOCUMENTS},
        ),
        ("event_mentions", EventRecord, {"source_path": "VARCHAR", "item": "VARCHAR"}),
    ],
)
def test_shards_hold_every_field_of_the_model(con, tmp_path, table, model, more):
    made = shard(tmp_path, "b", File("a.txt"))
    expected = {**more, **column_types(model)}
    assert stored(con, f"'{table_file(made, table)}'") == quoted(con, expected)


def test_what_goes_in_comes_out(con, tmp_path):
    file = File("a.txt")
    load_shards(con, [shard(tmp_path, "b", file)], run_id="run-1")
    columns = ", ".join(f'"{name}"' for name in EventRecord.model_fields)
    (row,) = con.execute(f"SELECT {columns} FROM event_mentions").fetchall()
    assert EventRecord.model_validate(dict(zip(EventRecord.model_fields, row, strict=True))) == event(file, 0)
