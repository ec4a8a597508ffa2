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

    Control characters are stripped from tables and CSV; text that a spreadsheet would take for a formula gets an
    apostrophe before it in CSV. JSON and Parquet give values as they are.

    Exit code 3: nothing is published yet, or the statement fails.
    """
    statement = _statement(query, file)
    if output_format is Format.parquet and output is None:
        raise typer.BadParameter("parquet needs a file to write to", param_hint="--output")
    from flows.tables import write_query

    settings = settings_of(context, warehouse=warehouse)
    write_query(settings.warehouse, statement, output_format=output_format.value, output=output)
    return 0


def _statement(query: str | None, file: Path | None) -> str:
    if (query is None) == (file is None):
        raise typer.BadParameter("give a statement, or --file, and not both", param_hint="QUERY")
    return query if query is not None else (file or Path()).read_text(encoding="utf-8")
