"""The closed vocabularies: PLOVER event types, modes, contexts, sectors, statuses; country and international codes.

Read from the CSV files beside this module. Sources: PLOVER manual (Open Event Data Alliance) for the codes and scores;
its CAMEO roots after the manual's crosswalk; countries after GeoNames (CC BY 4.0), with `KOS` for Kosovo.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from schemas.errors import LexiconError, UnknownCodeError

VERSION = "plover-2024.1"


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 PLOVER types; `score` runs from -10 (conflict) to 10 (cooperation)."""

    code: str
    quad_class: str
    cameo_root: str
    score: float
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode belongs to one event type."""

    event_type: str
    code: str
    score: float
    definition: str


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory: ISO 3166-1 codes, its English name and capital and continent."""

    code: str
    alpha2: str
    name: str
    capital: str
    continent: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one code list (`event_types`, `contexts`, ...), as they stand in its file.

    Raises `LexiconError` for a row with a missing cell or a repeated code.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for number, row in enumerate(table(name), start=2):
        key = (row.get("event_type", ""), row["code"])
        if key in seen:
            raise LexiconError(f"{name}.csv", number, f"{row['code']} is listed twice")
        seen.add(key)
        found.append(row)
    return found


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file beside this module; raises `LexiconError` for a row with too few or too many cells."""
    file = resources.files(__package__) / f"{name}.csv"
    found = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines(keepends=True)))
    for number, row in enumerate(found, start=2):
        if None in row.values() or None in row:
            raise LexiconError(f"{name}.csv", number, "wrong number of cells")
    return found


@cache
def event_types() -> dict[str, EventType]:
    """The event types by code."""
    return {
        row["code"]: EventType(
            code=row["code"],
            quad_class=row["quad_class"],
            cameo_root=row["cameo_root"],
            score=float(row["score"]),
            definition=row["definition"],
            example=row["example"],
        )
        for row in rows("event_types")
    }


@cache
def _all_modes() -> dict[str, dict[str, Mode]]:
    by_type: dict[str, dict[str, Mode]] = {code: {} for code in event_types()}
    for row in rows("modes"):
        mode = Mode(row["event_type"], row["code"], float(row["score"]), row["definition"])
        by_type[mode.event_type][mode.code] = mode
    return by_type


def modes(event_type: str) -> dict[str, Mode]:
    """The modes of an event type by code; raises `UnknownCodeError` for a type that isn't listed."""
    try:
        return _all_modes()[event_type]
    except KeyError:
        raise UnknownCodeError("event_types", event_type) from None


def score(event_type: str, mode: str | None) -> float:
    """The PLOVER score of a type, or of its mode where given. Raises `UnknownCodeError`."""
    listed = modes(event_type)
    if mode is None:
        return event_types()[event_type].score
    if mode not in listed:
        raise UnknownCodeError(f"modes of {event_type}", mode)
    return listed[mode].score


@cache
def contexts() -> dict[str, str]:
    """Context codes with their definitions."""
    return {row["code"]: row["definition"] for row in rows("contexts")}


@cache
def sectors() -> dict[str, str]:
    """Sector codes with their names."""
    return {row["code"]: row["name"] for row in rows("sectors")}


@cache
def international_codes() -> dict[str, str]:
    """Codes of actors that belong to no single state, with their names."""
    return {row["code"]: row["name"] for row in rows("international_codes")}


@cache
def countries() -> dict[str, Country]:
    """States and territories by ISO 3166-1 alpha-3 code (and `KOS`)."""
    return {
        row["code"]: Country(row["code"], row["alpha2"], row["name"], row["capital"], row["continent"])
        for row in rows("countries")
    }


@cache
def actor_codes() -> frozenset[str]:
    """Every code that an actor may carry."""
    return frozenset(countries()) | frozenset(international_codes())
