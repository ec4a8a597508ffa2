"""`chasqui sql`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.options import WarehouseOption, settings_of


class Format(StrEnum):
    """Forms of output."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def sql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="One SQL statement.", show_default=False)] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="Q.sql", help="Read the statement from a file.", exists=True, dir_okay=False),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="Value of $NAME in the statement; may be repeated."),
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", help="Form of the result.")] = Format.table,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there; parquet needs it."),
    ] = None,
    warehouse: WarehouseOption = None,
) -> int:
    """Run read-only SQL on the published warehouse.

    The statement sees what the last finished run published, and nothing outside of it: no files, no network. Tables:
    articles, event_mentions, event_participants, runs, source_files, quarantine, dq_result; views: events_flat,
    dyads, faults, and more.

    Values of parameters are text, which becomes a number or a day where the statement compares it with one:
    chasqui sql 'SELECT * FROM events WHERE event_date >= $since LIMIT $n' -p since=2024-01-01 -p n=20

    Control characters are stripped from tables and CSV; text that a spreadsheet would take for a formula gets an
    apostrophe before it in CSV. JSON and Parquet give values as they are.

    Exit code 3: nothing is published yet, or the statement fails; the message says at which line and column.
    """
    statement = _statement(query, file)
    params = _params(param or [])
    if output_format is Format.parquet and output is None:
        raise typer.BadParameter("parquet needs a file to write to", param_hint="--output")
    from flows.tables import write_query

    settings = settings_of(context, warehouse=warehouse)
    write_query(settings.warehouse, statement, params=params, output_format=output_format.value, output=output)
    return 0


def _statement(query: str | None, file: Path | None) -> str:
    if (query is None) == (file is None):
        raise typer.BadParameter("give a statement, or --file, and not both", param_hint="QUERY")
    return query if query is not None else (file or Path()).read_text(encoding="utf-8")


def _params(given: list[str]) -> dict[str, str] | None:
    """Names and values; None where there are none, for DuckDB refuses names that a statement doesn't use."""
    params: dict[str, str] = {}
    for entry in given:
        name, equals, value = entry.partition("=")
        if not equals or not name.isidentifier() or name in params:
            reason = "is given twice" if name in params else "is not of the form NAME=VALUE"
            raise typer.BadParameter(f"{entry!r} {reason}", param_hint="--param")
        params[name] = value
    return params or None
