"""`chasqui schedule`."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from flows.options import (
    MetadataOption,
    ModelOption,
    WarehouseOption,
    WorkersOption,
    hand_down_settings,
    settings_of,
)
from flows.settings import alert_settings


def schedule(
    context: typer.Context,
    inbox: Annotated[
        Path,
        typer.Argument(metavar="INBOX", exists=True, file_okay=False, help="Folder of article files."),
    ],
    cron: Annotated[
        str | None,
        typer.Option("--cron", metavar="CRON", help="When to run.  [default: 0 2 * * *]", show_default=False),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", metavar="ZONE", help="Zone of the cron.  [default: that of this machine]"),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Name of the deployment; one per schedule on a server.")
    ] = "nightly",
    port: Annotated[
        int | None,
        typer.Option(
            "--port", metavar="PORT", help="Port of a server started here.  [default: 4200]", show_default=False
        ),
    ] = None,
    warehouse: WarehouseOption = None,
    metadata: MetadataOption = None,
    model: ModelOption = None,
    workers: WorkersOption = None,
) -> int:
    """Run the nightly job over an inbox by a schedule, until stopped with Ctrl-C.

    Uses the Prefect server that is configured (PREFECT_API_URL) or answers on this machine; without one it starts a
    server on 127.0.0.1 and stops it at the end. The address of its page is printed. The schedule is kept over restarts,
    under the name of the deployment; one run at a time; of the runs missed meanwhile one is made up for. Alerts that
    wait, for the end of the quiet hours or for an address that was down, are delivered meanwhile. Automations on the
    server raise alerts about runs that don't come, take longer than the setting run_hours, or die.

    Exit code 3: the server can't be reached or started, or another process serves this warehouse.
    """
    from flows.alerts.courier import courier
    from flows.job import Job
    from flows.schedule import serve_schedule

    settings = settings_of(
        context,
        warehouse=warehouse,
        metadata=metadata,
        model=model,
        workers=workers,
        cron=cron,
        timezone=timezone,
        port=port,
    )
    job = Job.of(settings, inbox)
    hand_down_settings(context)
    alerts = alert_settings(settings)
    with suppress(KeyboardInterrupt), courier(job.warehouse, alerts):
        serve_schedule(
            job,
            name=name,
            cron=settings.cron,
            timezone=settings.timezone,
            port=settings.port,
            run_hours=settings.run_hours,
            alerts=alerts,
        )
    return 0
