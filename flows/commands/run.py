"""`chasqui run`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.options import (
    JsonOption,
    MetadataOption,
    ModelOption,
    PublishedOption,
    WarehouseOption,
    WorkersOption,
    checked_date,
    settings_of,
)

if TYPE_CHECKING:
    from flows.job import Job
    from flows.progress import Progress
    from flows.summary import RunSummary


def run(
    context: typer.Context,
    inbox: Annotated[
        Path,
        typer.Argument(
            metavar="INBOX", exists=True, file_okay=False, help="Folder of article files, with all folders in it."
        ),
    ],
    warehouse: WarehouseOption = None,
    metadata: MetadataOption = None,
    published: PublishedOption = None,
    model: ModelOption = None,
    workers: WorkersOption = None,
    batch_files: Annotated[
        int | None,
        typer.Option("--batch-files", metavar="N", help="Files per batch.  [default: 8]", show_default=False),
    ] = None,
    reprocess: Annotated[bool, typer.Option("--reprocess", help="Extract all files again, changed or not.")] = False,
    orchestrator: Annotated[
        bool | None,
        typer.Option(
            "--orchestrator/--no-orchestrator",
            help="Run as a Prefect flow (on the configured server, else a temporary one), or without Prefect.  "
            "[default: orchestrator]",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Load an inbox folder into the warehouse: one run of the nightly job.

    New and changed files are extracted, validated and loaded; files that are gone are marked deleted; the warehouse is
    published when all is in. Running again changes nothing. Files are extracted again when their content, sidecar or
    metadata change, when the extractor, the model or the ontology has another version, and with --reprocess. Files and
    records that fail go to quarantine; a failed file is not tried again until something of this changes.

    Exit code 1: this run put something into quarantine. 3: it could not run, for example because another run is at it.
    """
    from flows.job import Job

    settings = settings_of(
        context,
        warehouse=warehouse,
        metadata=metadata,
        model=model,
        workers=workers,
        batch_files=batch_files,
        orchestrator=orchestrator,
    )
    job = Job(
        inbox=inbox,
        warehouse=settings.warehouse,
        metadata=settings.metadata,
        published=checked_date(published),
        model=settings.model,
        workers=settings.workers,
        batch_files=settings.batch_files,
        reprocess=reprocess,
    )
    summary = _run(job, orchestrator=settings.orchestrator)
    _show(summary, as_json=as_json)
    return summary.exit_code


def _run(job: "Job", *, orchestrator: bool) -> "RunSummary":
    from flows.progress import progress_bar

    with progress_bar("Extracting") as progress:
        return _run_orchestrated(job, progress) if orchestrator else _run_directly(job, progress)


def _run_directly(job: "Job", progress: "Progress") -> "RunSummary":
    from flows.nightly import run_nightly

    return run_nightly(job, progress=progress)


def _run_orchestrated(job: "Job", progress: "Progress") -> "RunSummary":
    from flows.prefect_environment import prepare_run

    prepare_run()
    from flows.orchestrated import run_as_flow

    return run_as_flow(job, progress=progress)


def _show(summary: "RunSummary", *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False, indent=1))
        return
    from rich.console import Console

    from flows.summary import print_summary

    print_summary(summary, Console())
