"""The SQL of the warehouse: one statement per file under `sql/`, found by its path without suffix."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

SQL = Path(__file__).parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def execute(con: DuckDBPyConnection, name: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """Run the statement `name` with `params`; returns all its rows, so that nothing stays open on `con`.

    Ctrl-C in the middle of it is Ctrl-C, and no error of the database.
    """
    try:
        return con.execute(statement(name), params).fetchall()
    except (duckdb.InterruptException, RuntimeError) as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from None
        raise


def names(folder: str) -> list[str]:
    """The names of all statements in one folder, sorted."""
    return sorted(f"{folder}/{path.stem}" for path in (SQL / folder).glob("*.sql"))
