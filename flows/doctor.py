"""Checks of the installation and of a warehouse. They change nothing."""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal

from flows.worker import one_line

OLDEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 1_000_000_000
MIGRATE = "run `chasqui run` with this version of Chasqui: it migrates the warehouse"
REINSTALL = "install Chasqui again from its lock file"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; `mend` says what to do where it isn't ok."""

    check: str
    state: Literal["ok", "warn", "fail"]
    detail: str
    mend: str = ""


def examine(warehouse: Path, *, model: str) -> list[Finding]:
    """All checks, in order. One that breaks is a failure, and the others go on."""
    checks: list[tuple[str, Callable[[], Finding]]] = [
        ("python", check_python),
        ("dependencies", check_dependencies),
        ("model", partial(check_model, model)),
        ("prefect", check_prefect),
        ("disk", partial(check_disk, warehouse)),
        ("warehouse", partial(check_published, warehouse)),
        ("schema", partial(check_schema, warehouse)),
        ("storage", partial(check_storage, warehouse)),
        ("lock", partial(check_lock, warehouse)),
        ("leftovers", partial(check_leftovers, warehouse)),
        ("quarantine", partial(check_quarantine, warehouse)),
        ("alerts", partial(check_alerts, warehouse)),
    ]
    return [_guarded(name, check) for name, check in checks]


def as_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def print_findings(findings: Sequence[Finding]) -> None:
    """One line per check, and a line below on how to mend it."""
    for finding in findings:
        print(f"{finding.state:4}  {finding.check:12}  {finding.detail}")
        if finding.mend:
            print(f"{'':20}{finding.mend}")


def check_python() -> Finding:
    text = sys.version.split()[0]
    if sys.version_info < OLDEST_PYTHON:
        return Finding("python", "fail", text, "use Python 3.11 or newer")
    return Finding("python", "ok", text)


def check_dependencies() -> Finding:
    """Every library that the package asks for, against the version it asks for."""
    from packaging.requirements import Requirement

    wanted = [Requirement(text) for text in requires("chasqui") or []]
    found, wrong = [], []
    for requirement in wanted:
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        installed = _version(requirement.name)
        found.append(f"{requirement.name} {installed}")
        if installed is None or not requirement.specifier.contains(installed, prereleases=True):
            wrong.append(f"{requirement.name} is {installed or 'missing'}, wanted {requirement.specifier}")
    if wrong:
        return Finding("dependencies", "fail", "; ".join(wrong), REINSTALL)
    return Finding("dependencies", "ok", ", ".join(found))


def check_model(model: str) -> Finding:
    """The model loads with all components of the extractor."""
    from flows.nightly import current_versions
    from flows.worker import model_extractor

    versions = current_versions(model)
    model_extractor(model)
    return Finding("model", "ok", f"{versions.model_version}, extractor {versions.extractor_version}")


def check_prefect() -> Finding:
    from flows.prefect_environment import prepare_run

    prepare_run()
    import prefect
    from prefect.settings import get_current_settings

    server = get_current_settings().api.url or "none configured: runs start a temporary one"
    return Finding("prefect", "ok", f"{prefect.__version__}, server: {server}")


def check_disk(warehouse: Path) -> Finding:
    folder = next(path for path in (warehouse.absolute(), *warehouse.absolute().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free at {folder}"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "warn", detail, "free some space: a run needs three times the size of the warehouse")
    return Finding("disk", "ok", detail)


def check_published(warehouse: Path) -> Finding:
    from warehouse.errors import NotPublishedError
    from warehouse.query import query

    try:
        result = query(warehouse, (Path(__file__).parent / "sql" / "warehouse_state.sql").read_text(encoding="utf-8"))
    except NotPublishedError as error:
        return Finding("warehouse", "warn", one_line(error), "publish one with `chasqui run INBOX`")
    articles, events, last = result.rows[0]
    return Finding("warehouse", "ok", f"{articles} articles, {events} events, last run {last or 'never'}")


def check_schema(warehouse: Path) -> Finding:
    """The migrations of the published snapshot; the work database is left alone, a run may be writing to it."""
    import duckdb

    from warehouse.errors import MigrationError, NotPublishedError
    from warehouse.migrate import pending
    from warehouse.query import published_snapshot

    try:
        with duckdb.connect(str(published_snapshot(warehouse)), read_only=True) as con:
            todo = pending(con)
    except NotPublishedError:
        return Finding("schema", "ok", "no database yet")
    except MigrationError as error:
        return Finding(
            "schema", "fail", one_line(error), "use the version of Chasqui that wrote the warehouse, or newer"
        )
    if todo:
        return Finding("schema", "warn", f"to be applied: {', '.join(map(str, todo))}", MIGRATE)
    return Finding("schema", "ok", "up to date")


def check_storage(warehouse: Path) -> Finding:
    """Snapshots are written so that DuckDB clients older than ours can open them."""
    import duckdb

    from warehouse.connection import STORAGE_VERSION
    from warehouse.errors import NotPublishedError
    from warehouse.query import query

    statement = (Path(__file__).parent / "sql" / "storage_version.sql").read_text(encoding="utf-8")
    try:
        tags = query(warehouse, statement).rows[0][0]
    except NotPublishedError:
        return Finding("storage", "ok", f"DuckDB {duckdb.__version__}, no database yet")
    written = str(dict(tags or {}).get("storage_version", "unknown"))
    detail = f"DuckDB {duckdb.__version__}, snapshot in the format of {written}"
    if not written.startswith(STORAGE_VERSION):
        return Finding("storage", "warn", detail, "older DuckDB clients may not open it")
    return Finding("storage", "ok", detail)


def check_lock(warehouse: Path) -> Finding:
    """Whether a run is writing now, without taking its lock away from it."""
    from warehouse.errors import WarehouseBusyError
    from warehouse.layout import Layout
    from warehouse.lock import single_writer

    if not Layout(warehouse).lock.exists():
        return Finding("lock", "ok", "free")
    try:
        with single_writer(warehouse):
            return Finding("lock", "ok", "free")
    except WarehouseBusyError as error:
        return Finding("lock", "warn", one_line(error), "wait for the run to end")


def check_leftovers(warehouse: Path) -> Finding:
    from warehouse.layout import Layout

    layout = Layout(warehouse)
    found = [path for folder in (layout.shards, layout.snapshots) for path in folder.glob("*.tmp")]
    if layout.shards.is_dir():
        found += [path for path in layout.shards.iterdir() if path not in found]
    if found:
        detail = f"{len(found)} unfinished shards or snapshots, such as {found[0].name}"
        return Finding(
            "leftovers", "warn", detail, "nothing to do: a run in progress owns them, or the next sweeps them"
        )
    return Finding("leftovers", "ok", "none")


def check_quarantine(warehouse: Path) -> Finding:
    """What waits to be looked at."""
    from warehouse.errors import NotPublishedError, QueryError
    from warehouse.query import query

    statement = (Path(__file__).parent / "sql" / "quarantine_state.sql").read_text(encoding="utf-8")
    try:
        files, events, oldest = query(warehouse, statement).rows[0]
    except NotPublishedError:
        return Finding("quarantine", "ok", "no database yet")
    except QueryError as error:
        return Finding("quarantine", "warn", one_line(error), MIGRATE)
    if not files + events:
        return Finding("quarantine", "ok", "empty")
    detail = f"{files} files and {events} events, the oldest of {oldest:%Y-%m-%d}"
    return Finding("quarantine", "warn", detail, "see `chasqui quarantine list`; then replay or discard them")


def check_alerts(warehouse: Path) -> Finding:
    """Messages that nobody took yet."""
    from flows.alerts.outbox import FILE_NAME, count_pending, outbox

    if not (warehouse / FILE_NAME).exists():
        return Finding("alerts", "ok", "none so far")
    with outbox(warehouse) as con:
        waiting, oldest = count_pending(con)
    if oldest is None:
        return Finding("alerts", "ok", "all delivered")
    detail = f"{waiting} deliveries wait, the oldest since {datetime.fromtimestamp(oldest, UTC):%Y-%m-%d %H:%M} UTC"
    return Finding("alerts", "warn", detail, "see `chasqui alerts list` for the reasons, then `chasqui alerts resend`")


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:
        return Finding(name, "fail", f"{type(error).__name__}: {one_line(error)}", REINSTALL)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
