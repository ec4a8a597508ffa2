"""How likely a date, place, context or participant belongs to an event: logistic models over readable features.

The weights lie in `slot_weights.csv`, fitted to hand-coded articles by `training/scripts/fit_slots.py` and
`fit_assignment.py`; a feature without a row weighs nothing.
"""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from extract.lexicons import read_rows
from extract.logistic import BIAS, chance

LEAST = {"date": 0.1, "place": 0.4, "context": 0.4}
"""What is less likely is left to no event; for participants see `assignment.LEAST`."""
SLOTS = (*LEAST, "actor", "recipient")
CUES = 3

Option = TypeVar("Option")


@cache
def weights() -> dict[str, dict[str, float]]:
    """Weight by slot and feature name."""
    found: dict[str, dict[str, float]] = {slot: {} for slot in SLOTS}
    for row in read_rows("slot_weights", columns=("slot", "feature", "weight")):
        found[row["slot"]][row["feature"]] = float(row["weight"])
    return found


def probability(slot: str, names: Iterable[str]) -> float:
    """The model's probability for a set of features."""
    return chance(names, weights()[slot])


def most_likely(slot: str, options: Iterable[tuple[Option, list[str]]]) -> tuple[Option, str] | None:
    """The option that most likely belongs to the event, with the features that spoke loudest for it; null if none may.

    Each option comes with its features; of equally likely ones the first counts.
    """
    ranked = [(probability(slot, names), mention, names) for mention, names in options]
    best, mention, names = max(ranked, key=lambda option: option[0], default=(0.0, None, []))
    if mention is None or best < LEAST[slot]:
        return None
    return mention, f"{best:.2f}: " + ", ".join(loudest(slot, names))


def loudest(slot: str, names: list[str]) -> list[str]:
    """The features that spoke loudest for an option."""
    table = weights()[slot]
    return sorted((name for name in names if name != BIAS), key=lambda name: -table.get(name, 0.0))[:CUES]
