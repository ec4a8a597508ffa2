"""`chasqui run`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.options import (
    ArticleSecondsOption,
    JsonOption,
    MetadataOption,
    ModelOption,
    PublishedOption,
    WarehouseOption,
    WorkersOption,
    checked_date,
    settings_of,
)
from flows.settings import alert_settings

if TYPE_CHECKING:
    from flows.alerts.policy import AlertSettings
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
    article_seconds: ArticleSecondsOption = None,
    force_publish: Annotated[
        bool, typer.Option("--force-publish", help="Publish even if a critical expectation fails.")
    ] = False,
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

    What is expected of a run is asked before it is published; a critical failure holds publication back. What failed is
    told in one message to the addresses of the setting alert_urls.

    Exit code 1: this run put something into quarantine, or an expectation failed. 3: it could not run, for example
    because another run is at it.
    """
    from flows.job import Job

    settings = settings_of(
        context,
        warehouse=warehouse,
        metadata=metadata,
        model=model,
        workers=workers,
        batch_files=batch_files,
        article_seconds=article_seconds,
        orchestrator=orchestrator,
    )
    job = Job.of(settings, inbox, published=checked_date(published), reprocess=reprocess, force_publish=force_publish)
    summary = _run(job, alert_settings(settings), orchestrator=settings.orchestrator)
    _show(summary, as_json=as_json)
    return summary.exit_code


def _run(job: "Job", alerts: "AlertSettings", *, orchestrator: bool) -> "RunSummary":
    from flows.progress import progress_bar

    with progress_bar("Extracting") as progress:
        if orchestrator:
            return _run_orchestrated(job, alerts, progress)
        return _run_directly(job, alerts, progress)


def _run_directly(job: "Job", alerts: "AlertSettings", progress: "Progress") -> "RunSummary":
    from flows.announce import announced
    from flows.nightly import run_nightly

    return announced(job, alerts, lambda: run_nightly(job, progress=progress))


def _run_orchestrated(job: "Job", alerts: "AlertSettings", progress: "Progress") -> "RunSummary":
    from flows.prefect_environment import prepare_run

    prepare_run()
    from flows.orchestrated import run_as_flow

    return run_as_flow(job, alerts=alerts, progress=progress)


def _show(summary: "RunSummary", *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False, indent=1))
        return
    from rich.console import Console

    from flows.summary import print_summary

    print_summary(summary, Console())
