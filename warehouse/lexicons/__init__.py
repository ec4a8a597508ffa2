"""Word lists of the warehouse, read from the CSV files beside this module."""

import csv
from functools import cache
from importlib import resources

from schemas import ontology
from schemas.errors import LexiconError, UnknownCodeError
from warehouse.words import stem

KINDS = ("promise", "short", "light")


@cache
def acts() -> dict[str, str]:
    """Stems of words for acts, with the event type of the act. Raises `LexiconError`, `UnknownCodeError`."""
    found: dict[str, str] = {}
    for number, row in _rows("acts"):
        if row["event_type"] not in ontology.event_types():
            raise UnknownCodeError("event_types", row["event_type"])
        if found.setdefault(stem(row["word"]), row["event_type"]) != row["event_type"]:
            raise LexiconError("acts.csv", number, f"{row['word']} has the stem of another act")
    return found


@cache
def act_words() -> frozenset[str]:
    """The words for acts as they are listed."""
    return frozenset(row["word"] for _, row in _rows("acts"))


@cache
def promise_words() -> dict[str, str]:
    """Words that state a `promise`, are `short` of one, or are `light` and leave the act to their object.

    Raises `LexiconError`.
    """
    found: dict[str, str] = {}
    for number, row in _rows("promises"):
        if row["kind"] not in KINDS:
            raise LexiconError("promises.csv", number, f"{row['kind']!r} is none of {', '.join(KINDS)}")
        if row["word"] in found:
            raise LexiconError("promises.csv", number, f"{row['word']} is listed twice")
        found[row["word"]] = row["kind"]
    return found


def _rows(name: str) -> list[tuple[int, dict[str, str]]]:
    lines = (resources.files(__package__) / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows = list(enumerate(csv.DictReader(lines), start=2))
    for number, row in rows:
        if None in row.values() or None in row:
            raise LexiconError(f"{name}.csv", number, "wrong number of cells")
    return rows
