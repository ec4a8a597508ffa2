"""`chasqui alerts`."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from flows.options import JsonOption, WarehouseOption, settings_of
from flows.settings import Settings, alert_settings
from flows.terminal import one_printable_line

app = typer.Typer(name="alerts", no_args_is_help=True, rich_markup_mode=None)


@app.command(name="list", short_help="List alerts and what became of them.")
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 20,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the last alerts, newest first, and what became of their deliveries.

    Addresses are named by their scheme and a hash: they hold secrets.

    Exit code 3: the outbox can't be read.
    """
    from flows.alerts.outbox import FILE_NAME, list_alerts, outbox

    settings = settings_of(context, warehouse=warehouse)
    if not (settings.warehouse / FILE_NAME).exists():
        print("[]" if as_json else "0 rows")
        return 0
    with outbox(settings.warehouse) as con:
        rows = [_readable(row) for row in list_alerts(con, most=limit)]
    if as_json:
        print(json.dumps(rows, indent=1))
        return 0
    for row in rows:
        where = f"{row['target']} {row['delivery']} ({row['attempts']} tries)" if row["target"] else _unsent(row)
        line = f"{row['alert_id']:>4}  {row['created_at']}  {row['severity']:8}  {row['title']}  {where}"
        print(one_printable_line(line + (f": {row['last_error']}" if row["last_error"] else "")))
    print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    return 0


@app.command(name="test", short_help="Send a test message to all addresses.")
def send_test(context: typer.Context, warehouse: WarehouseOption = None) -> int:
    """Send a test message to all addresses of the setting alert_urls.

    Exit code 1: an address did not take it; it stays in the outbox. 2: no address is set.
    """
    from flows.announce import try_out

    settings = _with_addresses(context, warehouse)
    try_out(settings.warehouse, alert_settings(settings))
    return _deliver(settings)


@app.command(short_help="Deliver what waits, or an alert again.")
def resend(
    context: typer.Context,
    alert_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="An alert to send again to all addresses.", show_default=False)
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Only what is due: quiet hours and pauses hold. For a timer.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> int:
    """Deliver now what waits in the outbox; with an ID, send that alert again.

    Alerts that nobody has got, since no address was set or another one, go to the addresses that are set now.

    Exit code 1: an address did not take something; it stays in the outbox. 2: no address is set. 3: no such alert.
    """
    from flows.alerts.outbox import adopt_undelivered, make_due, outbox, queue_again
    from flows.alerts.send import by_name
    from flows.errors import UnknownAlertError

    settings = _with_addresses(context, warehouse)
    targets = list(by_name(alert_settings(settings).urls))
    with outbox(settings.warehouse) as con:
        if alert_id is not None and not queue_again(con, alert_id, targets):
            raise UnknownAlertError(alert_id)
        if not due and alert_id is None:
            adopt_undelivered(con, targets)
            make_due(con)
    return _deliver(settings)


def _with_addresses(context: typer.Context, warehouse: Any) -> Settings:
    settings = settings_of(context, warehouse=warehouse)
    if not settings.alert_urls:
        raise typer.BadParameter("no address is set: put alert_urls into chasqui.toml, or set CHASQUI_ALERT_URLS")
    return settings


def _deliver(settings: Settings) -> int:
    from flows.alerts.courier import deliver

    done = deliver(settings.warehouse, alert_settings(settings))
    for target, reason in done.failed:
        print(f"{target}: {reason}")
    print(f"{done.sent} sent, {len(done.failed)} address{'' if len(done.failed) == 1 else 'es'} failed")
    return int(bool(done.failed))


def _unsent(row: dict[str, Any]) -> str:
    """An alert without deliveries was held back as said before, or there was nobody to send it to."""
    return "no address was set" if row["state"] == "queued" else str(row["state"])


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its times in UTC."""
    times = ("created_at", "next_attempt_at", "sent_at")
    return row | {name: _utc(row[name]) for name in times}


def _utc(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
