"""The rows of `runs`: one per run over an inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from duckdb import DuckDBPyConnection

from warehouse.connection import transaction
from warehouse.errors import UnknownRunError
from warehouse.statements import execute


@dataclass(frozen=True)
class RunCounts:
    """What a run saw and did."""

    files_seen: int = 0
    files_new: int = 0
    files_changed: int = 0
    files_missing: int = 0
    files_loaded: int = 0
    files_quarantined: int = 0
    events_loaded: int = 0
    events_quarantined: int = 0
    files_waiting: int = 0
    articles_loaded: int = 0
    articles_unsupported: int = 0
    documents_duplicate: int = 0
    documents_superseded: int = 0
    documents_quarantined: int = 0


@dataclass(frozen=True)
class FileSeconds:
    """What one file of a run took."""

    path: str
    bytes: int
    events: int
    read_seconds: float
    extract_seconds: float
    validate_seconds: float

    @property
    def seconds(self) -> float:
        return self.read_seconds + self.extract_seconds + self.validate_seconds


def start_run(
    con: DuckDBPyConnection,
    *,
    run_id: str,
    inbox: str,
    extractor_version: str,
    model_version: str,
    ontology_version: str,
) -> None:
    """Note that a run begins; runs that died without a word are marked as interrupted."""
    with transaction(con):
        execute(con, "runs/interrupt_runs")
        execute(
            con,
            "runs/start_run",
            {
                "run_id": run_id,
                "inbox": inbox,
                "extractor_version": extractor_version,
                "model_version": model_version,
                "ontology_version": ontology_version,
            },
        )


def finish_run(
    con: DuckDBPyConnection,
    *,
    run_id: str,
    state: Literal["done", "failed"],
    counts: RunCounts,
    error: str | None = None,
) -> None:
    """Note how a run ended, and the totals of the warehouse at that moment; raises `UnknownRunError`."""
    params = {"run_id": run_id, "state": state, "error": error, **asdict(counts)}
    if not execute(con, "runs/finish_run", params):
        raise UnknownRunError(run_id)


def record_times(
    con: DuckDBPyConnection, *, run_id: str, stages: Mapping[str, float], files: Sequence[FileSeconds]
) -> None:
    """Note how many seconds the stages of a run took, and its slowest files, in place of what was noted before."""
    with transaction(con):
        for name in ("runs/delete_stages", "runs/delete_files"):
            execute(con, name, {"run_id": run_id})
        for stage, seconds in stages.items():
            execute(con, "runs/insert_stage", {"run_id": run_id, "stage": stage, "seconds": seconds})
        for file in files:
            execute(con, "runs/insert_file", {"run_id": run_id, **asdict(file)})


def events_of_run(con: DuckDBPyConnection, run_id: str) -> dict[str, int]:
    """How many events the run has brought in, by type."""
    return dict(execute(con, "runs/count_events", {"run_id": run_id}))


def require_run(con: DuckDBPyConnection, run_id: str) -> None:
    """Raise `UnknownRunError` unless the run was started."""
    if not execute(con, "runs/find_run", {"run_id": run_id}):
        raise UnknownRunError(run_id)
