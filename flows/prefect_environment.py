"""Prefect's settings, made before it is imported: nothing is sent out, and its console is ours."""

import os

SILENT = "CRITICAL"

PRIVATE = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
"""Always off, whatever the user's profile says."""

SHARED = {
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,extract,warehouse",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_CLI_PROMPT": "false",
}


def prepare_run() -> None:
    """For one run from the command line: errors are said once, by us."""
    os.environ.update(PRIVATE)
    _set_defaults(SHARED | {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": SILENT})


def prepare_schedule() -> None:
    """For serving the schedule: what runs say is shown, and slots of runs outlive a restart of the server."""
    os.environ.update(PRIVATE)
    leases = {"PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem"}
    _set_defaults(SHARED | leases)


def _set_defaults(values: dict[str, str]) -> None:
    for name, value in values.items():
        os.environ.setdefault(name, value)
