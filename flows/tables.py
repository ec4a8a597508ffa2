"""Results of SQL as a table, CSV, JSON or Parquet."""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from flows.terminal import escaped, printable
from warehouse.query import Stream, stream, write_parquet

if TYPE_CHECKING:
    from rich.table import Table


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_query(
    warehouse: Path, statement: str, *, params: Mapping[str, str] | None, output_format: str, output: Path | None
) -> None:
    """Run a statement on the published warehouse and write its rows to `output`, or to standard output.

    Raises what `warehouse.query` raises. Parquet needs `output`.
    """
    if output_format == "parquet" and output is not None:
        write_parquet(warehouse, statement, output, params)
        return
    with stream(warehouse, statement, params) as found, _opened(output) as file:
        WRITERS[output_format](found, file)


def write_table(found: Stream, file: IO[str]) -> None:
    """A table as wide as the terminal."""
    from rich.console import Console

    console = Console(file=file)
    table = _table(found)
    count = 0
    for row in found.rows:
        table.add_row(*(_cell(value) for value in row))
        count += 1
    console.print(table)
    console.print(f"{count} row{'' if count == 1 else 's'}")


def write_csv(found: Stream, file: IO[str]) -> None:
    """A header and the rows; lists and structs as JSON. Text is made safe for terminals and spreadsheets."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([_plain(name) for name in found.columns])
    writer.writerows([_plain(_flat(value)) for value in row] for row in found.rows)


def write_json(found: Stream, file: IO[str]) -> None:
    """A list of objects, one on a line."""
    file.write("[")
    for number, row in enumerate(found.rows):
        record = dict(zip(found.columns, row, strict=True))
        file.write((",\n" if number else "\n") + escaped(json.dumps(record, ensure_ascii=False, default=str)))
    file.write("\n]\n")


WRITERS = {"table": write_table, "csv": write_csv, "json": write_json}


def spreadsheet_safe(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        yield file


def _table(found: Stream) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD)
    for name in found.columns:
        table.add_column(Text(printable(name)), overflow="fold")
    return table


def _cell(value: Any) -> Any:
    from rich.text import Text

    return Text("" if value is None else printable(str(_flat(value))))


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list | tuple) else value


def _plain(value: Any) -> Any:
    """The value as a cell: only text can be a formula or steer a terminal."""
    return printable(spreadsheet_safe(value)) if isinstance(value, str) else value
