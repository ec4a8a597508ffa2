"""`chasqui export`."""

import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.options import JsonOption, WarehouseOption, settings_of


class ExportForm(StrEnum):
    """Forms of the data file."""

    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"
    geojson = "geojson"
    gexf = "gexf"
    cameo = "cameo"


def export(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="DIR", help="New folder to write to.", show_default=False)],
    form: Annotated[ExportForm, typer.Option("--format", help="Form of the data.")] = ExportForm.csv,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Events of this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Events of this day or before.")] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="Events that this country, such as PER, is part of.")
    ] = None,
    event_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Events of this type, such as CONSULT.")
    ] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write the published events to a new folder, with a codebook and a description for programs.

    geojson holds the events that have a place, gexf the network of actors, cameo the columns that users of GDELT know.
    The folder is written whole or not at all.

    Exit code 2: a date that is none. 3: the folder is there already, an unknown country or type, or nothing is
    published yet.
    """
    from warehouse.export import Filters
    from warehouse.export import export as write_export

    filters = Filters(_day(since, "--since"), _day(until, "--until"), country, event_type)
    settings = settings_of(context, warehouse=warehouse)
    exported = write_export(settings.warehouse, target, form=form.value, filters=filters)
    if as_json:
        print(json.dumps({"folder": str(exported.folder), "data": str(exported.data), "rows": exported.rows}))
    else:
        print(f"{exported.rows} rows in {exported.data}")
    return 0


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day, such as 2024-01-22", param_hint=option) from None
