from pathlib import Path

import duckdb
import pytest

from tests.warehouse.invented import INBOX, VERSIONS, File, shard
from warehouse.connection import open_work
from warehouse.errors import NotPublishedError, QueryError
from warehouse.load import load_shards
from warehouse.migrate import migrate
from warehouse.publish import publish
from warehouse.query import query, stream, write_parquet
from warehouse.runs import start_run


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("wh")
    with open_work(directory) as con:
        migrate(con)
        start_run(con, run_id="run-1", inbox=INBOX, **VERSIONS)
        load_shards(con, [shard(directory, "b", File("a.txt", events=3))], run_id="run-1")
    publish(directory)
    (directory / "secret.csv").write_text("a\n1\n")
    return directory


def test_columns_types_and_rows(published):
    found = query(published, "SELECT article_id, count(*) AS n FROM event_mentions GROUP BY ALL")
    assert found.columns == ("article_id", "n")
    assert found.types == ("VARCHAR", "BIGINT")
    assert found.rows == [("a", 3)]


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("SELECT ? + ?", [1, 2]),
        ("SELECT $a + $b", {"a": 1, "b": 2}),
        ("SELECT count(*) FROM event_mentions WHERE score < $most", {"most": "1000"}),
        ("SELECT 0; SELECT 3", None),
    ],
)
def test_parameters(published, sql, params):
    assert query(published, sql, params).rows == [(3,)]


@pytest.mark.parametrize(
    "sql", ["DESCRIBE articles", "SHOW TABLES", "EXPLAIN SELECT 1", "FROM runs", "PIVOT events_flat ON type"]
)
def test_handy_statements_work(published, sql):
    assert query(published, sql).rows


def test_rows_are_streamed(published):
    with stream(published, "FROM range(1000000000000)") as found:
        assert [next(found.rows) for _ in range(3)] == [(0,), (1,), (2,)]


def test_queries_side_by_side(published):
    with stream(published, "FROM range(10000)") as one, stream(published, "FROM range(10000)") as two:
        assert sum(a == b for a, b in zip(one.rows, two.rows, strict=True)) == 10000


@pytest.mark.parametrize(
    ("sql", "place", "message"),
    [
        ("SELECT event_id,\n typ FROM event_mentions", (2, 2), '"typ" not found'),
        ("SELECT 1,\n  fromm events x", (2, 16), 'syntax error at or near "x"'),
        ("SELECT 'año',\n\n nada", (3, 2), '"nada" was not found'),
        ("SELECT 'x'::INTEGER", (1, 11), "Could not convert"),
    ],
)
def test_an_error_points_at_the_place(published, sql, place, message):
    with pytest.raises(QueryError) as caught:
        query(published, sql)
    said, shown, caret = str(caught.value).splitlines()[0], *str(caught.value).splitlines()[-2:]
    assert message in said
    assert (caught.value.line, caught.value.column) == place
    assert f"at line {place[0]}, column {place[1]}" in str(caught.value)
    text = sql.splitlines()[place[0] - 1]
    assert shown == f"LINE {place[0]}: {text}"
    assert shown[caret.index("^")] == text[place[1] - 1]


def test_a_long_line_is_shown_around_the_fault(published):
    with pytest.raises(QueryError) as caught:
        query(published, f"SELECT '{'y' * 500}' || nada || '{'z' * 500}'")
    shown, caret = str(caught.value).splitlines()[-2:]
    assert shown[caret.index("^") :].startswith("nada")
    assert len(shown) < 150


@pytest.mark.parametrize(
    "sql",
    ["SELECT 'x'::INTEGER", "SELEC 1", "", "-- nothing", "SELECT ?", "SELECT (\n", "SELECT 1;\r\n\tSELECT nada\n"],
)
def test_every_failure_is_a_query_error(published, sql):
    with pytest.raises(QueryError):
        query(published, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM '{0}/secret.csv'",
        "FROM read_csv('{0}/secret.csv')",
        "FROM read_text('/etc/hostname')",
        "FROM read_blob('/etc/hostname')",
        "FROM glob('{0}/*')",
        "COPY articles TO '{0}/out.csv'",
        "COPY (SELECT 1) TO '{0}/out.parquet'",
        "EXPORT DATABASE '{0}/out'",
        "ATTACH '{0}/out.duckdb'",
        "ATTACH '{0}/work/chasqui.duckdb' AS work",
        "INSTALL httpfs",
        "LOAD '{0}/out.so'",
        "CREATE PERSISTENT SECRET s (TYPE http)",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET enable_external_access",
        "SET temp_directory = '{0}/out'",
        "PRAGMA profiling_output = '{0}/out.json'",
        "CALL enable_logging(storage_path = '{0}/out')",
        "DELETE FROM articles",
        "UPDATE articles SET title = 'x'",
        "DROP TABLE articles",
        "CREATE TABLE mine AS SELECT 1",
        "FROM published",
    ],
)
def test_sql_reaches_no_file_and_changes_nothing(published, sql):
    before = sorted(published.rglob("*"))
    with pytest.raises(QueryError):
        query(published, sql.format(published))
    assert sorted(published.rglob("*")) == before
    assert query(published, "SELECT count(*) FROM articles").rows == [(1,)]


def test_parquet_is_the_one_file_that_is_written(published, tmp_path):
    target = write_parquet(published, "FROM event_mentions WHERE article_id = ?", tmp_path / "o.parquet", ["a"])
    assert duckdb.connect().execute("SELECT count(*) FROM read_parquet(?)", [str(target)]).fetchall() == [(3,)]
    with pytest.raises(QueryError):
        write_parquet(published, f"FROM '{published}/secret.csv'", tmp_path / "p.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["o.parquet"]


def test_nothing_published_yet(tmp_path):
    with pytest.raises(NotPublishedError, match="no published warehouse"):
        query(tmp_path, "SELECT 1")
    assert list(tmp_path.iterdir()) == []
