"""Every query of `docs/queries.md` gives the result printed below it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example import build
from warehouse.connection import open_memory

DOCUMENT = Path(__file__).parents[2] / "docs" / "queries.md"
EXAMPLE = re.compile(
    r"^## (?P<title>.+?)\n.*?```sql\n(?P<sql>.*?)```\n\n(?P<result>(?:\|[^\n]*\n)+)", re.DOTALL | re.MULTILINE
)
EXAMPLES = EXAMPLE.findall(DOCUMENT.read_text(encoding="utf-8"))
VIEWS = {
    "dyads_monthly", "country_daily", "event_timeline", "actor_activity", "type_trends",
    "agreements", "operations", "statements", "latest", "data_quality", "commitments",
    "actors", "places", "instruments", "quantities",
}  # fmt: skip


def as_markdown(con: DuckDBPyConnection, sql: str) -> str:
    found = con.execute(sql)
    lines = [[column[0] for column in found.description], *([cell(value) for value in row] for row in found.fetchall())]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Iterator[DuckDBPyConnection]:
    with open_memory() as con:
        build(con, tmp_path_factory.mktemp("example"))
        yield con


def test_every_view_has_its_example():
    text = " ".join(sql for _, sql, _ in EXAMPLES)
    assert [view for view in sorted(VIEWS) if view not in text] == []


@pytest.mark.parametrize(("title", "sql", "result"), EXAMPLES, ids=[title for title, *_ in EXAMPLES])
def test_result_is_as_printed(example, title, sql, result):
    assert as_markdown(example, sql) == result
