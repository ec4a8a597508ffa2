"""Read-only SQL on the published snapshot."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connection import SEALED
from warehouse.errors import NotPublishedError, QueryError
from warehouse.layout import Layout
from warehouse.statements import execute

Params = Sequence[Any] | Mapping[str, Any]
BATCH_ROWS = 2048
# Errors say where in the SQL they are; no file can be read or written, and no SQL can open the door again.
TELLING: dict[str, str | bool | int | float | list[str]] = {**SEALED, "errors_as_json": True}
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    **TELLING,
    "enable_external_access": False,
    "lock_configuration": True,
}
OPEN_ATTEMPTS = 5
# Characters shown on either side of a fault.
SHOWN = 60


@dataclass(frozen=True)
class Result:
    """All rows of a query; `types` are DuckDB's names."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Stream:
    """Columns of a query and its rows as they come."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def query(directory: Path, sql: str, params: Params | None = None, *, macros: Sequence[str] = ()) -> Result:
    """Run `sql` on the published warehouse and fetch everything.

    `macros` are the names of statements that define macros which `sql` uses, for this connection alone.

    The SQL can neither change the warehouse nor read or write any other file. Raises `NotPublishedError` where there is
    nothing to read, and `QueryError` with DuckDB's message and position where the SQL fails.
    """
    with stream(directory, sql, params, macros=macros) as found:
        return Result(found.columns, found.types, list(found.rows))


@contextmanager
def stream(directory: Path, sql: str, params: Params | None = None, *, macros: Sequence[str] = ()) -> Iterator[Stream]:
    """As `query`, but the rows are read while the context lasts, and need not fit into memory."""
    with _open(directory, CLOSED) as con:
        _define(con, macros)
        with _readable(sql):
            con.execute(sql, params)
            described = con.description
        if not described:
            raise QueryError("the SQL holds no statement that returns rows", sql=sql)
        columns = tuple(str(column[0]) for column in described)
        types = tuple(str(column[1]) for column in described)
        yield Stream(columns, types, _rows(con, sql))


def write_parquet(
    directory: Path, sql: str, target: Path, params: Params | None = None, *, macros: Sequence[str] = ()
) -> Path:
    """As `query`, with the rows written to a Parquet file, the only one that the SQL can reach; returns it.

    Not while another query of this process is open: the settings of the two differ.
    """
    target = target.absolute()
    with _open(directory, TELLING) as con, _readable(sql):
        _define(con, macros)
        _close_doors(con, except_for=target)
        con.sql(sql, params=params).write_parquet(str(target))
    return target


def published_snapshot(directory: Path) -> Path:
    """The snapshot that is published now; raises `NotPublishedError`."""
    published = Layout(directory).published
    try:
        return published.resolve(strict=True)
    except FileNotFoundError:
        raise NotPublishedError(published) from None


def _open(directory: Path, config: dict[str, str | bool | int | float | list[str]]) -> DuckDBPyConnection:
    """Open the snapshot itself: within a process DuckDB shares databases by path, and the link's target changes."""
    for _ in range(OPEN_ATTEMPTS):
        snapshot = published_snapshot(directory)
        try:
            return duckdb.connect(str(snapshot), read_only=True, config=config)
        except duckdb.IOException as error:
            # A reader held up for long may find its snapshot swept; the link then names a newer one.
            if snapshot.exists():
                raise QueryError(str(error), sql="") from error
    raise NotPublishedError(Layout(directory).published)


def _define(con: DuckDBPyConnection, macros: Sequence[str]) -> None:
    for name in macros:
        execute(con, name)


def _close_doors(con: DuckDBPyConnection, *, except_for: Path) -> None:
    """As `CLOSED`, with one file left open; DuckDB takes such an exception only before the door is closed."""
    execute(con, "allow_one_file", {"path": str(except_for)})
    execute(con, "forbid_files")
    execute(con, "lock_settings")


@contextmanager
def _readable(sql: str) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise _pointed(str(error), sql) from error


def _pointed(message: str, sql: str) -> QueryError:
    """The error with the line and column that DuckDB names, as bytes from the start, and that line with a caret."""
    kind, _, told = message.partition(": ")
    try:
        fields = json.loads(told)
    except ValueError:
        return QueryError(message, sql=sql)
    said = f"{kind}: {fields['exception_message']}"
    if "position" not in fields:
        return QueryError(said, sql=sql)
    before = sql.encode()[: int(fields["position"])].decode(errors="replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    text = sql.split("\n")[line - 1].expandtabs(1)
    first = max(0, column - 1 - SHOWN)
    shown = text[first : column - 1 + SHOWN]
    label = f"LINE {line}: "
    caret = " " * (len(label) + column - 1 - first) + "^"
    return QueryError(
        f"{said}, at line {line}, column {column}\n{label}{shown}\n{caret}", sql=sql, line=line, column=column
    )


def _rows(con: DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    while True:
        with _readable(sql):
            batch = con.fetchmany(BATCH_ROWS)
        if not batch:
            return
        yield from batch
