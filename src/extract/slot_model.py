"""How likely a date, place, context or participant belongs to an event: log-linear models over readable features.

The weights lie in `slot_weights.csv`, fitted to hand-coded articles by `training/scripts/fit_slots.py` and
`fit_assignment.py`; a feature without a row weighs nothing.
"""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from extract.lexicons import read_rows
from extract.logistic import BIAS, chance

LEAST = {"date": 0.1, "place": 0.4, "context": 0.4}
"""What is less likely is left to no event; of participants `assignment` takes the likeliest choice."""
SIDES = ("actor", "recipient", "both")
"""Somebody acts, is acted on, and what it adds or takes that it is both."""
SLOTS = (*LEAST, *SIDES, "choice")
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


def weigh(slot: str, names: Iterable[str]) -> float:
    """The sum of the weights of a set of features."""
    table = weights()[slot]
    return sum(table.get(name, 0.0) for name in names)


@cache
def side_weights() -> dict[str, tuple[float, float, float]]:
    """The weights of a feature of a participant: for acting, for being acted on, for both at once."""
    tables = [weights()[side] for side in SIDES]
    names = {name for table in tables for name in table}
    return {name: (tables[0].get(name, 0.0), tables[1].get(name, 0.0), tables[2].get(name, 0.0)) for name in names}


def weigh_sides(names: Iterable[str]) -> tuple[float, float, float]:
    """The sums of those of a set of features."""
    table = side_weights()
    actor = recipient = both = 0.0
    for name in names:
        found = table.get(name)
        if found is not None:
            actor, recipient, both = actor + found[0], recipient + found[1], both + found[2]
    return actor, recipient, both


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
