"""`chasqui quarantine`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.options import (
    ArticleSecondsOption,
    JsonOption,
    MetadataOption,
    ModelOption,
    WarehouseOption,
    settings_of,
)
from flows.settings import Settings, alert_settings
from flows.terminal import one_printable_line, printable

if TYPE_CHECKING:
    from flows.quarantine import RepairJob, RepairSummary

SHOWN_CHARACTERS = 4000
SHOWN_BASE64 = 200
REPLAYED = "replayed"

app = typer.Typer(name="quarantine", no_args_is_help=True, rich_markup_mode=None)


class State(StrEnum):
    """States of a row."""

    open = "open"
    replayed = "replayed"
    discarded = "discarded"
    superseded = "superseded"
    all = "all"
    set_aside = "set_aside"


IdsArgument = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or how they begin.", show_default=False)]


@app.command(name="list", short_help="List files and records in quarantine.")
def list_(
    context: typer.Context,
    state: Annotated[State, typer.Option("--state", help="Rows in this state.")] = State.open,
    stage: Annotated[str | None, typer.Option("--stage", metavar="STAGE", help="read, extract or validate.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE", help="Rows that break this rule.")] = None,
    run: Annotated[str | None, typer.Option("--run", metavar="RUN", help="Rows that this run met first.")] = None,
    path: Annotated[str | None, typer.Option("--path", metavar="GLOB", help="Files, such as '2026/*'.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 100,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> int:
    """List files and records in quarantine, newest first, as published by the last run.

    The state set_aside lists what is no fault and no article of its own either: duplicates, older versions, and
    articles in a language that no pipeline reads. These are in the table documents.

    Exit code 3: nothing is published yet.
    """
    from flows.quarantine import Filters, list_rows

    settings = settings_of(context, warehouse=warehouse)
    rows = list_rows(settings.warehouse, Filters(state.value, stage, rule, run, path, limit))
    if as_json:
        _print_json(rows)
        return 0
    for row in rows:
        line = "{quarantine_id}  {state:10}  {stage:8}  {rule}  {path}  {reason}".format_map(row)
        print(one_printable_line(line))
    print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    return 0


@app.command(short_help="Show one of them with its payload.")
def show(
    context: typer.Context,
    quarantine_id: Annotated[str, typer.Argument(metavar="ID", help="Id, or how it begins.", show_default=False)],
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show one file or record in quarantine: reasons, versions, attempts, payload.

    Exit code 3: there is no such row, or nothing is published yet.
    """
    from flows.quarantine import show_rows
    from warehouse.quarantine import UnknownFaultError

    settings = settings_of(context, warehouse=warehouse)
    rows = show_rows(settings.warehouse, quarantine_id)
    if len(rows) != 1:
        raise UnknownFaultError(quarantine_id, "several ids begin so; give more of it" if rows else "no such row")
    if as_json:
        _print_json(rows[0])
        return 0
    for name, value in rows[0].items():
        if name not in ("reasons", "payload"):
            print(f"{name:18} {one_printable_line(str(value))}")
    for reason in rows[0]["reasons"]:
        print(f"{'reason':18} {one_printable_line('{field}: {rule}: {message} ({value})'.format_map(reason))}")
    _print_payload(rows[0]["payload"], form=rows[0]["payload_form"])
    return 0


@app.command(short_help="Try them again with the present code.")
def replay(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Ids, or how they begin.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All open rows.")] = False,
    metadata: MetadataOption = None,
    model: ModelOption = None,
    article_seconds: ArticleSecondsOption = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Run the present code on what was kept of files and records in quarantine, and publish.

    What passes is loaded and closed; what fails again stays open, with one attempt more. Doing it again changes
    nothing.

    Exit code 1: something fails again, or a critical expectation has held publication back. 3: there is no such row,
    or a run is at work.
    """
    if bool(ids) == everything:
        raise typer.BadParameter("give ids, or --all, and not both", param_hint="ID")
    from flows.quarantine import replay as replay_rows

    settings = settings_of(
        context, warehouse=warehouse, metadata=metadata, model=model, article_seconds=article_seconds
    )
    summary = replay_rows(_job(settings), None if everything else ids)
    return _end(summary, settings, as_json=as_json, verb=REPLAYED)


@app.command(short_help="Set them aside for good.")
def discard(
    context: typer.Context,
    ids: IdsArgument,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why: kept with the row.")] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> int:
    """Set files and records aside for good, and publish. They stay in the table, and are not tried again by --all.

    Exit code 1: a critical expectation has held publication back. 3: there is no such row, or a run is at work.
    """
    from flows.quarantine import discard_rows

    settings = settings_of(context, warehouse=warehouse)
    summary = discard_rows(_job(settings), ids, reason=reason)
    return _end(summary, settings, as_json=as_json, verb="discarded")


def _job(settings: Settings) -> "RepairJob":
    from flows.job import Job
    from flows.quarantine import RepairJob

    job = Job.of(settings, Path())
    return RepairJob(
        warehouse=settings.warehouse,
        metadata=settings.metadata,
        model=settings.model,
        workers=settings.workers,
        models=settings.models,
        limits=job.limits,
        reading=job.reading,
        expectations=settings.expectations,
    )


def _end(summary: "RepairSummary", settings: Settings, *, as_json: bool, verb: str) -> int:
    """Announce what is over, print what was done, and return the exit code."""
    from flows.announce import announce_repair, guarded

    guarded(lambda: announce_repair(summary, settings.warehouse, alert_settings(settings)))
    if as_json:
        _print_json(summary.as_json())
    else:
        for one in summary.failed:
            print(one_printable_line(f"{one.quarantine_id}  fails again  {one.path}  {one.reason}"))
        for one_id in summary.already_closed:
            print(f"{one_id}  was closed already")
        for outcome in summary.broken:
            print(one_printable_line(f"Expectation failed: {outcome}"))
        if summary.snapshot is None:
            print("Held back: a critical expectation failed, so nothing was published")
        print(f"{len(summary.closed)} {verb}" + (f", {len(summary.failed)} failed again" if verb == REPLAYED else ""))
    return int(bool(summary.failed) or summary.snapshot is None)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=True, default=str, indent=1))


def _print_payload(payload: str, *, form: str) -> None:
    most = SHOWN_BASE64 if form == "base64" else SHOWN_CHARACTERS
    print(f"payload ({len(payload)} characters)")
    print(printable(payload[:most]))
    if len(payload) > most:
        print("... the rest with: --json, or SQL on the table quarantine")
