"""`chasqui report`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.options import JsonOption, WarehouseOption, settings_of


def report(
    context: typer.Context,
    run_id: Annotated[
        str | None, typer.Argument(metavar="[RUN_ID]", help="Run, or the beginning of its id.  [default: the latest]")
    ] = None,
    warehouse: WarehouseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.html", help="Where to write the page.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Write the page of a run and say where it lies: counts, time per stage, slowest files, failures, expectations.

    Every run leaves its page in the folder reports of the warehouse; this makes it anew, also for runs that were killed
    before they could. The page is one file that needs no network.

    Exit code 3: there is no such run, or no warehouse.
    """
    from dataclasses import asdict

    from flows.report import page_of, report_of, write_page
    from flows.terminal import escaped

    directory = settings_of(context, warehouse=warehouse).warehouse
    found = report_of(directory, run_id or "")
    if as_json:
        print(escaped(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str)))
        return 0
    if output is None:
        output = write_page(directory, found)
    else:
        output.write_text(page_of(found), encoding="utf-8")
    print(output)
    return 0
