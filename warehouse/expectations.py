"""Expectations: SQL files and the thresholds of `expectations.yml`, asked before the warehouse is published."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from duckdb import DuckDBPyConnection
from pydantic import Field, ValidationError, model_validator

from schemas.base import Record
from schemas.errors import TerminalError
from warehouse.connection import transaction
from warehouse.runs import RunCounts
from warehouse.statements import SQL, execute, statement

Severity = Literal["info", "warning", "critical"]
Scope = Literal["run", "warehouse"]

DEFAULTS = Path(__file__).parent / "expectations.yml"
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
SAMPLES = 5
NOTHING_DONE = RunCounts()

logger = logging.getLogger(__name__)


class ExpectationError(TerminalError):
    """An entry of an expectations file that can't be used."""

    def __init__(self, path: Path, name: str, reason: str) -> None:
        super().__init__(f"{path}: {name}: {reason}")
        self.path = path
        self.name = name
        self.reason = reason


class Expectation(Record):
    """One entry: a statement, and the thresholds that its figure is held against, by severity."""

    name: str
    about: str
    scope: Scope
    measure: str | None = None
    breaches: str | None = None
    at_most: dict[Severity, float] = Field(default_factory=dict)
    at_least: dict[Severity, float] = Field(default_factory=dict)
    min_rows: int = Field(default=0, ge=0)
    enabled: bool = True

    @model_validator(mode="after")
    def has_one_statement(self) -> "Expectation":
        if (self.measure is None) == (self.breaches is None):
            raise ValueError("give either 'measure' or 'breaches'")
        if not (SQL / f"{self.statement}.sql").is_file():
            raise ValueError(f"there is no sql/{self.statement}.sql")
        return self

    @property
    def statement(self) -> str:
        return f"measures/{self.measure}" if self.measure else f"checks/{self.breaches}"


@dataclass(frozen=True)
class Outcome:
    """What came of one expectation; `severity` and `threshold` are those of the threshold that was crossed."""

    expectation: str
    state: Literal["passed", "failed", "skipped"]
    severity: Severity | None = None
    observed: float | None = None
    threshold: float | None = None
    sample_rows: int | None = None
    detail: str | None = None

    @property
    def is_alarming(self) -> bool:
        """Whether a person should hear of it: worse than `info`."""
        return self.state == "failed" and self.severity != "info"

    @property
    def is_critical(self) -> bool:
        return self.state == "failed" and self.severity == "critical"

    def __str__(self) -> str:
        return f"{self.expectation} ({self.severity}): {self.detail}"


@dataclass(frozen=True)
class Asked:
    """The run that asks: the values that statements may name as parameters."""

    run_id: str
    inbox: str
    counts: RunCounts = NOTHING_DONE

    def values(self) -> dict[str, object]:
        return {"run_id": self.run_id, "inbox": self.inbox, **asdict(self.counts)}


def read_expectations(overrides: Path | None = None) -> list[Expectation]:
    """The shipped expectations, with the fields that `overrides` gives; raises `ExpectationError`."""
    entries = _read_yaml(DEFAULTS)
    changes = _read_yaml(overrides) if overrides is not None else {}
    source = overrides or DEFAULTS
    for name, change in changes.items():
        if name not in entries:
            raise ExpectationError(source, name, "there is no expectation of this name")
        entries[name] = {**entries[name], **change}
    return [_expectation(name, fields, source=source) for name, fields in entries.items()]


def check(
    con: DuckDBPyConnection, expectations: Sequence[Expectation], asked: Asked, *, scope: Scope, hold: bool = True
) -> list[Outcome]:
    """Ask all expectations of the scope, store the results in `dq_result`, and return them.

    The scope `run` has those of the warehouse in it. With `hold` a critical failure is noted in `runs` as the reason
    why the run published nothing; the caller has to keep to it.
    """
    wanted = [e for e in expectations if e.enabled and scope in ("run", e.scope)]
    outcomes = [judge(expectation, *_observe(con, expectation, asked)) for expectation in wanted]
    with transaction(con):
        for outcome in outcomes:
            execute(
                con, "expectations/insert_result", {"run_id": asked.run_id, "inbox": asked.inbox, **asdict(outcome)}
            )
        if hold and any(outcome.is_critical for outcome in outcomes):
            execute(con, "expectations/mark_held_back", {"run_id": asked.run_id})
    for outcome in outcomes:
        if outcome.state == "failed":
            logger.info("expectation failed: %s", outcome)
    return outcomes


def judge(expectation: Expectation, observed: float | None, sample_rows: int, detail: str | None) -> Outcome:
    """Hold a figure against the thresholds: the worst one that is crossed counts."""
    if observed is None or sample_rows < expectation.min_rows:
        return Outcome(expectation.name, "skipped", observed=observed, sample_rows=sample_rows, detail=detail)
    for severity in SEVERITIES:
        for limits, is_crossed in ((expectation.at_most, observed.__gt__), (expectation.at_least, observed.__lt__)):
            if severity in limits and is_crossed(limits[severity]):
                threshold = limits[severity]
                return Outcome(expectation.name, "failed", severity, observed, threshold, sample_rows, detail)
    return Outcome(expectation.name, "passed", observed=observed, sample_rows=sample_rows, detail=detail)


def _observe(con: DuckDBPyConnection, expectation: Expectation, asked: Asked) -> tuple[float | None, int, str | None]:
    text = statement(expectation.statement)
    given = {key: value for key, value in asked.values().items() if f"${key}" in text}
    rows = execute(con, expectation.statement, given or None)
    if expectation.breaches is not None:
        samples = ", ".join(str(row[0]) for row in rows[:SAMPLES])
        return float(len(rows)), len(rows), f"{len(rows)} broken, for example {samples}" if rows else None
    observed, sample_rows, detail = rows[0]
    return (None if observed is None else float(observed)), int(sample_rows or 0), detail


def _read_yaml(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ExpectationError(path, "file", f"can't be read ({' '.join(str(error).split())})") from None
    if not isinstance(found, Mapping):
        raise ExpectationError(path, "file", "is not a list of names with their fields")
    for name, fields in found.items():
        if not isinstance(fields, Mapping):
            raise ExpectationError(path, str(name), "is not a list of fields")
    return {str(name): dict(fields) for name, fields in found.items()}


def _expectation(name: str, fields: Mapping[str, Any], *, source: Path) -> Expectation:
    try:
        return Expectation(name=name, **fields)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, fault["loc"])) or "entry"
        raise ExpectationError(source, name, f"{place}: {fault['msg']}") from None
    except TypeError as error:
        raise ExpectationError(source, name, str(error)) from None
