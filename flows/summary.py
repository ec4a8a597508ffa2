"""What a run did: the figures, their JSON, and the page printed at the end."""

import shlex
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.terminal import printable
from flows.worker import Rejected

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from warehouse.expectations import Outcome
    from warehouse.quarantine import OpenCause
    from warehouse.runs import RunCounts

SHOWN_REJECTED = 20
HELD_BACK = "a critical expectation failed, so nothing was published: readers keep the snapshot before"
NOTHING_PUBLISHED = (
    "a critical expectation failed, so nothing was published, and nothing was before. "
    "Mend it and run again, or publish all the same with --force-publish"
)

EXAMPLE_QUERIES = (
    "SELECT date, type, mode, actors, recipients, sentence FROM events_flat ORDER BY date DESC LIMIT 20",
    "SELECT actor, recipient, type, count(*) AS mentions FROM dyads GROUP BY ALL ORDER BY mentions DESC LIMIT 20",
    "SELECT path, stage, message FROM faults",
)


@dataclass(frozen=True)
class RunSummary:
    """The outcome of one run.

    `scope` is the inbox as the warehouse names it. `events` counts those of the articles that it loaded, by type;
    `failed` are the expectations that failed, `unjudged` those with too little to judge by, `causes` and `samples` what
    is wrong now with files of the inbox. `stages` are the seconds of each stage, `report` is the page of the run.
    `snapshot` is None where a critical expectation has held publication back.
    """

    run_id: str
    inbox: str
    scope: str
    warehouse: str
    published: str
    snapshot: str | None
    counts: "RunCounts"
    files_unchanged: int
    events: Mapping[str, int]
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple["Outcome", ...] = ()
    unjudged: tuple[str, ...] = ()
    causes: tuple["OpenCause", ...] = ()
    samples: tuple[tuple[str, str], ...] = ()
    stages: Mapping[str, float] = field(default_factory=dict)
    report: str | None = None
    seconds: float = 0.0

    @property
    def held_back(self) -> bool:
        """Whether readers keep the snapshot of an earlier run."""
        return self.snapshot is None

    @property
    def exit_code(self) -> int:
        """1 if this run put something into quarantine or broke an expectation, else 0."""
        alarming = [outcome for outcome in self.failed if outcome.is_alarming]
        counts = self.counts
        failed = counts.files_quarantined + counts.documents_quarantined + counts.events_quarantined
        return 1 if failed + len(alarming) else 0

    def as_json(self) -> dict[str, Any]:
        row = asdict(self)
        counts: dict[str, Any] = row.pop("counts")
        return counts | row | {"held_back": self.held_back, "exit_code": self.exit_code, "queries": EXAMPLE_QUERIES}


def print_summary(summary: RunSummary, console: "Console") -> None:
    """The summary for readers, plain enough for a log file."""
    console.print(_counts(summary))
    if summary.events:
        console.print(_events(summary))
    if summary.rejected:
        console.print(_rejected(summary))
    for path in summary.skipped:
        console.print(f"Skipped: {printable(path)} is a link out of the inbox", markup=False, highlight=False)
    for outcome in summary.failed:
        console.print(printable(f"Expectation failed: {outcome}"), markup=False, highlight=False)
    is_published = Path(summary.published).exists()
    if summary.held_back:
        held_back = HELD_BACK if is_published else NOTHING_PUBLISHED
        console.print(f"Held back: {held_back}", markup=False, highlight=False, soft_wrap=True)
    if is_published:
        console.print(f"Warehouse: {summary.published}", markup=False, highlight=False, soft_wrap=True)
    if summary.report:
        console.print(f"Report: {summary.report}", markup=False, highlight=False, soft_wrap=True)
    if not is_published:
        return
    console.print("Try:")
    for query in EXAMPLE_QUERIES:
        console.print(f"  {_command(summary, query)}", markup=False, highlight=False, soft_wrap=True)


def artifact_rows(summary: RunSummary) -> list[dict[str, Any]]:
    """The summary as rows of figure and value."""
    figures: list[tuple[str, Any]] = list(_figures(summary))
    events = [(f"events of type {name}", count) for name, count in sorted(summary.events.items())]
    rejected = [(f"quarantined: {row.path}", f"{row.stage}: {row.reason}") for row in summary.rejected]
    seconds = [(f"seconds: {stage}", round(value, 3)) for stage, value in summary.stages.items()]
    found = [*figures, *events, *seconds, *rejected]
    return [{"figure": figure, "value": value} for figure, value in found]


def _figures(summary: RunSummary) -> list[tuple[str, int]]:
    counts = summary.counts
    return [
        ("files in the inbox", counts.files_seen),
        ("new", counts.files_new),
        ("extracted again", counts.files_changed),
        ("unchanged", summary.files_unchanged),
        ("no longer there", counts.files_missing),
        ("files loaded", counts.files_loaded),
        ("files quarantined", counts.files_quarantined),
        ("files still being written", counts.files_waiting),
        ("articles loaded", counts.articles_loaded),
        ("articles in other languages, kept", counts.articles_unsupported),
        ("documents that repeat an article", counts.documents_duplicate),
        ("documents with a newer version", counts.documents_superseded),
        ("documents quarantined", counts.documents_quarantined),
        ("events loaded", counts.events_loaded),
        ("events quarantined", counts.events_quarantined),
    ]


def _command(summary: RunSummary, query: str) -> str:
    program = Path(sys.argv[0])
    name = str(program) if program.name == "chasqui" and not shutil.which("chasqui") else "chasqui"
    where = "" if summary.warehouse == "data" else f" --warehouse {shlex.quote(summary.warehouse)}"
    return f'{shlex.quote(name)} sql{where} "{query}"'


def _table(title: str, *columns: str) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _counts(summary: RunSummary) -> "RenderableType":
    table = _table(f"Run {summary.run_id} ({summary.seconds:.1f} s)", "Figure", "Count")
    for label, value in _figures(summary):
        table.add_row(label, str(value))
    return table


def _events(summary: RunSummary) -> "RenderableType":
    table = _table("Events by type", "Type", "Events")
    for name, count in sorted(summary.events.items(), key=lambda row: (-row[1], row[0])):
        table.add_row(name, str(count))
    return table


def _rejected(summary: RunSummary) -> "RenderableType":
    from rich.text import Text

    table = _table("Quarantined", "File", "Stage", "Reason")
    for row in summary.rejected[:SHOWN_REJECTED]:
        place = f": {row.item}" if row.item else ""
        table.add_row(Text(printable(f"{row.path}{place}")), row.stage, Text(printable(row.reason)))
    more = len(summary.rejected) - SHOWN_REJECTED
    if more > 0:
        table.add_row(f"... and {more} more", "", "")
    return table
