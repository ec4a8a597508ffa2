"""The page of a run: what it did, how long each stage took, its slowest files, and all that failed.

One file without scripts or outside requests. What comes from articles, file names and errors is escaped and stripped of
controls.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.errors import ReportError
from flows.terminal import printable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from jinja2 import Template

FOLDER = "reports"
TEMPORARY = ".part"
KEPT_PAGES = 400
MOST_FAILURES = 500
MOST_RUNS = 30
STAGES = ("prepare", "discover", "batches", "read", "extract", "validate", "load", "refresh", "check", "publish")
WITHIN_BATCHES = frozenset({"read", "extract", "validate", "load"})

Row = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What the page shows; rows by column name."""

    run: Row
    stages: Sequence[Row]
    files: Sequence[Row]
    failures: Sequence[Row]
    failure_counts: Sequence[Row]
    expectations: Sequence[Row]
    events: Sequence[Row]
    history: Sequence[Row]

    @property
    def failures_left_out(self) -> int:
        """Reasons are listed up to a number; how many rows of quarantine there are beyond those listed."""
        listed = len({row["quarantine_id"] for row in self.failures})
        return max(0, sum(int(row["count"]) for row in self.failure_counts) - listed)


def report_of(warehouse: Path, prefix: str = "") -> Report:
    """The report of the run whose id begins so, of the latest one without. Raises `ReportError`, `NotPublishedError`.

    Read from the work database, which also knows runs that were not published; from the published one where another
    process has that.
    """
    with _readable(warehouse) as con:
        found = _rows(con, "last_run", {"prefix": prefix})[0]
        run_id = next(iter(found.values()))
        if run_id is None:
            raise ReportError(f"no run {prefix}".rstrip() + " in the warehouse")
        return read_report(con, run_id)


def read_report(con: "DuckDBPyConnection", run_id: str) -> Report:
    """The report of a run that is there."""
    this = {"run_id": run_id}
    return Report(
        run=_rows(con, "run", this)[0],
        stages=_stages(_rows(con, "stages", this)),
        files=_rows(con, "files", this),
        failures=_rows(con, "failures", {**this, "most": MOST_FAILURES}),
        failure_counts=_rows(con, "failures_count", this),
        expectations=_rows(con, "expectations", this),
        events=_rows(con, "events", this),
        history=_rows(con, "history", {**this, "most": MOST_RUNS}),
    )


def page_of(report: Report) -> str:
    """The report as HTML."""
    return _template().render(report=report, run=report.run, within_batches=WITHIN_BATCHES)


def page_path(warehouse: Path, run_id: str) -> Path:
    """Where the page of a run lies."""
    return warehouse / FOLDER / f"run-{run_id}.html"


def write_page(warehouse: Path, report: Report) -> Path:
    """Write the page of a run beside the warehouse, whole or not at all, and drop the oldest of many; returns it.

    What a killed writer has left half written is swept.
    """
    path = page_path(warehouse, report.run["run_id"])
    path.parent.mkdir(parents=True, exist_ok=True)
    for torn in path.parent.glob(f"*{TEMPORARY}"):
        torn.unlink(missing_ok=True)
    part = path.with_name(path.name + TEMPORARY)
    part.write_text(page_of(report), encoding="utf-8")
    part.replace(path)
    for old in sorted(path.parent.glob("run-*.html"))[:-KEPT_PAGES]:
        old.unlink(missing_ok=True)
    return path


@contextmanager
def _readable(warehouse: Path) -> Iterator["DuckDBPyConnection"]:
    import duckdb

    from warehouse.connection import SEALED, open_work
    from warehouse.errors import WarehouseBusyError
    from warehouse.layout import Layout
    from warehouse.lock import single_writer
    from warehouse.query import published_snapshot

    if Layout(warehouse).database.is_file():
        try:
            with single_writer(warehouse), open_work(warehouse) as con:
                yield con
                return
        except (WarehouseBusyError, PermissionError):
            pass
    with duckdb.connect(str(published_snapshot(warehouse)), read_only=True, config=SEALED) as con:
        yield con


def _rows(con: "DuckDBPyConnection", name: str, params: Mapping[str, object]) -> list[Row]:
    found = con.execute(_statement(name), params)
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


@cache
def _statement(name: str) -> str:
    return (resources.files("flows") / "sql" / "report" / f"{name}.sql").read_text(encoding="utf-8")


def _stages(rows: Sequence[Row]) -> list[Row]:
    """In the order of the work, with the share of the longest as a bar of 0 to 100."""
    longest = max((row["seconds"] for row in rows), default=0) or 1
    order = {stage: place for place, stage in enumerate(STAGES)}
    found = sorted(rows, key=lambda row: (order.get(row["stage"], len(order)), row["stage"]))
    return [row | {"bar": round(100 * row["seconds"] / longest)} for row in found]


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    source = (resources.files("flows") / "templates" / "run_report.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=_shown
    )
    return environment.from_string(source)


def _shown(value: object) -> object:
    """A value as the page shows it; numbers in the template's own format come as text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return printable(value) if type(value) is str else value
