"""Checks of the installation and of a warehouse. They change nothing."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlparse

from flows.errors import ModelError, OutboxError
from flows.settings import Settings
from flows.terminal import printable
from flows.worker import one_line
from schemas.errors import ChasquiError

OLDEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 1_000_000_000
PUBLISH_AGAIN = "`chasqui run INBOX` publishes the work database again, `chasqui rollback` an earlier snapshot"
BUSY = "wait for the run to end; if that process hangs, end it: the next run makes good what it left"
MIGRATE = "run `chasqui run` with this version of Chasqui: it migrates the warehouse"
REINSTALL = "install Chasqui again from its lock file"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; `mend` says what to do where it isn't ok."""

    check: str
    state: Literal["ok", "warn", "fail"]
    detail: str
    mend: str = ""


def examine(settings: Settings) -> list[Finding]:
    """All checks, in order. One that breaks is a failure, and the others go on."""
    warehouse = settings.warehouse
    checks: list[tuple[str, Callable[[], Finding]]] = [
        ("python", check_python),
        ("dependencies", check_dependencies),
        ("settings", partial(check_settings, settings)),
        ("model", partial(check_model, settings.model)),
        ("prefect", check_prefect),
        ("disk", partial(check_disk, warehouse)),
        ("folder", partial(check_folder, warehouse)),
        ("warehouse", partial(check_published, warehouse)),
        ("database", partial(check_database, warehouse)),
        ("schema", partial(check_schema, warehouse)),
        ("storage", partial(check_storage, warehouse)),
        ("lock", partial(check_lock, warehouse)),
        ("leftovers", partial(check_leftovers, warehouse)),
        ("quarantine", partial(check_quarantine, warehouse)),
        ("addresses", partial(check_addresses, settings)),
        ("alerts", partial(check_alerts, warehouse, urls=_addresses(settings))),
        ("schedule", partial(check_schedule, warehouse)),
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


def check_settings(settings: Settings) -> Finding:
    """The files that the settings name can be read, and the time zone is one."""
    from flows.extraction import read_metadata_file
    from flows.schedule import is_zone
    from warehouse.expectations import read_expectations

    try:
        read_expectations(settings.expectations)
        read_metadata_file(settings.metadata)
    except ChasquiError as error:
        return Finding("settings", "fail", one_line(error), "mend the file, or take it out of the settings")
    if settings.timezone is not None and not is_zone(settings.timezone):
        detail = f"timezone {settings.timezone!r} is not a time zone"
        return Finding("settings", "fail", detail, "give a name such as 'America/Lima', or none for this machine's")
    return Finding("settings", "ok", "files and time zone can be used")


def check_model(model: str) -> Finding:
    """The model loads with all components of the extractor, and was made for this spaCy."""
    from spacy.about import __version__ as spacy_version
    from spacy.util import is_compatible_version

    from flows.nightly import current_versions
    from flows.worker import model_extractor

    mend = "install models/en_chasqui_news from this version of Chasqui, or name another model with --model"
    try:
        versions = current_versions(model)
        model_extractor(model)
    except ModelError as error:
        return Finding("model", "fail", one_line(error), mend)
    detail = f"{versions.model_version}, extractor {versions.extractor_version}"
    wanted = _spacy_of(model)
    if wanted and not is_compatible_version(spacy_version, wanted):
        return Finding("model", "warn", f"{detail}, made for spaCy {wanted}, here is {spacy_version}", mend)
    return Finding("model", "ok", detail)


def _spacy_of(model: str) -> str | None:
    """The versions of spaCy that a model says it is for."""
    from spacy import util

    path = Path(model) if Path(model).is_dir() else util.get_package_path(model)
    found = util.get_model_meta(path).get("spacy_version")
    return str(found) if found else None


def check_prefect() -> Finding:
    """Prefect can be imported, and a server that is configured answers."""
    from flows.prefect_environment import prepare_run
    from flows.server import LOCAL_HOSTS, answers

    prepare_run()
    import prefect
    from prefect.settings import get_current_settings

    url = get_current_settings().api.url
    if url is None:
        return Finding("prefect", "ok", f"{prefect.__version__}, no server configured: runs start a temporary one")
    detail = f"{prefect.__version__}, server: {printable(url)}"
    if answers(url.rstrip("/")):
        return Finding("prefect", "ok", detail)
    if urlparse(url).hostname in LOCAL_HOSTS:
        return Finding("prefect", "ok", f"{detail}, not running: runs start it for themselves")
    mend = "start that server, unset PREFECT_API_URL, or run with --no-orchestrator"
    return Finding("prefect", "fail", f"{detail} does not answer", mend)


def check_disk(warehouse: Path) -> Finding:
    """Room for a run: three times the work database."""
    from warehouse.connection import needed_space

    folder = _existing(warehouse)
    free, needed = shutil.disk_usage(folder).free, needed_space(warehouse)
    detail = f"{free / 1e9:.1f} GB free at {folder}, a run needs {needed / 1e9:.1f}"
    if free < needed:
        return Finding("disk", "fail", detail, "free some space, or move the folder to a larger disk")
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "warn", detail, "free some space before it runs out")
    return Finding("disk", "ok", detail)


def check_folder(warehouse: Path) -> Finding:
    """This user may write where runs write."""
    from warehouse.layout import Layout

    layout = Layout(warehouse)
    folders = [path for path in (warehouse, layout.work, layout.shards, layout.snapshots) if path.exists()]
    for path in folders or [_existing(warehouse)]:
        if not path.is_dir():
            return Finding("folder", "fail", f"{path} is not a folder", "move it away, or name another --warehouse")
        if not os.access(path, os.W_OK | os.X_OK) or _is_read_only(path):
            mend = "let this user write there (chown, or mount it writable), or name another --warehouse"
            return Finding("folder", "fail", f"{path} can't be written to", mend)
    return Finding("folder", "ok", f"{warehouse} can be written to")


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _is_read_only(path: Path) -> bool:
    """Whether the disk is mounted so: the rights of root don't say it."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def check_published(warehouse: Path) -> Finding:
    """The published snapshot is there, and can be read."""
    from warehouse.errors import NotPublishedError, QueryError
    from warehouse.layout import Layout
    from warehouse.query import query

    published = Layout(warehouse).published
    if published.is_symlink() and not published.exists():
        detail = f"{published} leads to {published.readlink()}, which is gone"
        return Finding("warehouse", "fail", detail, "`chasqui run INBOX` publishes the work database again")
    if published.exists() and not published.is_symlink():
        detail = f"{published} is a file of its own, not a link to a snapshot"
        return Finding("warehouse", "fail", detail, "move it away; then `chasqui run INBOX` publishes")
    try:
        result = query(warehouse, (Path(__file__).parent / "sql" / "warehouse_state.sql").read_text(encoding="utf-8"))
    except NotPublishedError as error:
        return Finding("warehouse", "warn", one_line(error), "publish one with `chasqui run INBOX`")
    except QueryError as error:
        detail = f"{published.readlink()} can't be read: {one_line(error)}"
        return Finding("warehouse", "fail", detail, PUBLISH_AGAIN)
    articles, events, last = result.rows[0]
    return Finding("warehouse", "ok", f"{articles} articles, {events} events, last run {last or 'never'}")


def check_database(warehouse: Path) -> Finding:
    """The work database can be opened; one that a run has open is left alone."""
    import duckdb

    from warehouse.connection import IN_USE, MEND_WORK, SEALED
    from warehouse.layout import Layout

    layout = Layout(warehouse)
    if not layout.database.exists():
        if layout.published.exists():
            mend = "nothing to do: the next run makes it from what is published"
            return Finding("database", "warn", f"{layout.database} is not there", mend)
        return Finding("database", "ok", "no database yet")
    try:
        duckdb.connect(str(layout.database), read_only=True, config=SEALED).close()
    except duckdb.Error as error:
        if IN_USE in str(error):
            return Finding("database", "ok", "a run has it open")
        return Finding("database", "fail", one_line(error), MEND_WORK)
    return Finding("database", "ok", "can be opened")


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
        mend = "use the version of Chasqui that wrote the warehouse, or newer; work/*.before-*.duckdb are older copies"
        return Finding("schema", "fail", one_line(error), mend)
    except duckdb.Error as error:
        return Finding("schema", "fail", f"the snapshot can't be opened: {one_line(error)}", PUBLISH_AGAIN)
    if todo:
        return Finding("schema", "warn", f"to be applied: {', '.join(map(str, todo))}", MIGRATE)
    return Finding("schema", "ok", "up to date")


def check_storage(warehouse: Path) -> Finding:
    """Snapshots are written so that DuckDB clients older than ours can open them."""
    import duckdb

    from warehouse.connection import STORAGE_VERSION
    from warehouse.errors import NotPublishedError, QueryError
    from warehouse.query import query

    statement = (Path(__file__).parent / "sql" / "storage_version.sql").read_text(encoding="utf-8")
    try:
        tags = query(warehouse, statement).rows[0][0]
    except NotPublishedError:
        return Finding("storage", "ok", f"DuckDB {duckdb.__version__}, no database yet")
    except QueryError:
        return Finding("storage", "warn", f"DuckDB {duckdb.__version__}, snapshot can't be read", PUBLISH_AGAIN)
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
        return Finding("lock", "warn", one_line(error), BUSY)


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


def _addresses(settings: Settings) -> list[str]:
    return [url.get_secret_value() for url in settings.alert_urls]


def check_addresses(settings: Settings) -> Finding:
    """The addresses for alerts are ones that can be sent to; they are not tried."""
    from flows.alerts.send import is_address, target_name

    urls = _addresses(settings)
    wrong = [target_name(url) for url in urls if not is_address(url)]
    if wrong:
        mend = "mend alert_urls in the settings (the name is that of `chasqui alerts list`), then `chasqui alerts test`"
        return Finding("addresses", "fail", f"no address for alerts: {', '.join(wrong)}", mend)
    if not urls:
        return Finding("addresses", "ok", "none: alerts stay in the outbox, see `chasqui alerts list`")
    return Finding("addresses", "ok", ", ".join(map(target_name, urls)))


def check_alerts(warehouse: Path, *, urls: Sequence[str] = ()) -> Finding:
    """Messages that nobody took yet, of the addresses that are set."""
    from flows.alerts.outbox import FILE_NAME, count_pending, outbox
    from flows.alerts.send import target_name

    targets = [target_name(url) for url in urls]
    if not (warehouse / FILE_NAME).exists():
        return Finding("alerts", "ok", "none so far")
    try:
        with outbox(warehouse) as con:
            waiting, stranded, oldest = count_pending(con, targets)
    except OutboxError as error:
        mend = "nothing to do: the next run keeps it as alerts.sqlite.damaged, and announces anew what is wrong"
        return Finding("alerts", "fail", f"the outbox is damaged: {error.reason}", mend)
    if oldest is None:
        return Finding("alerts", "ok", "all delivered")
    detail = f"{waiting} wait, the oldest since {datetime.fromtimestamp(oldest, UTC):%Y-%m-%d %H:%M} UTC"
    if not targets:
        return Finding("alerts", "ok", f"{detail}: no address is set")
    if stranded:
        detail += f"; {stranded} of them for none of the addresses that are set now"
    return Finding("alerts", "warn", detail, "see `chasqui alerts list` for the reasons, then `chasqui alerts resend`")


def check_schedule(warehouse: Path) -> Finding:
    """Whether a process serves the schedule of the warehouse."""
    from flows.schedule import LOCK_NAME, is_served

    if not (warehouse / LOCK_NAME).exists():
        return Finding("schedule", "ok", "none so far")
    if is_served(warehouse):
        return Finding("schedule", "ok", "a process serves it")
    mend = "start `chasqui schedule INBOX` again, if nightly runs are wanted"
    return Finding("schedule", "warn", "it was served before, and no process serves it now", mend)


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
