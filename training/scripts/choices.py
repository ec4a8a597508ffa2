"""Log-linear choice of roles: fit the weights by which `extract.assignment` compares all choices of participants.

An `Example` is one event: its possible participants, the first of which are compared, and the traits of each choice
of roles for them. The weights make the coder's choice likely among all the others (softmax), under an L2 penalty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from extract.assignment import ACTS, COMPARED, SUFFERS, roles_of
from extract.logistic import BIAS
from extract.participation import Code, Setting, class_of
from extract.slot_model import SIDES

ALL_ROLES = roles_of(COMPARED)
CHOSEN = np.array(
    [[[role in ACTS, role in SUFFERS, role == 3] for role in roles] for roles in ALL_ROLES], dtype=float
)  # choice, participant, side
STEPS, RATE = 250, 0.05
FREE_PENALTY = 0.01
PENALTIES = {"actor": 16.0, "recipient": 16.0, "both": 16.0, "choice": 8.0}
MOST_SPACES = 2
"""Features of so many spaces at most, the general ones, get a weight for being actor and recipient at once."""

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Example:
    """One event: features by participant, traits by choice (none of those for more participants), the right one."""

    article_id: str
    features: tuple[tuple[str, ...], ...]
    traits: tuple[tuple[str, ...], ...]
    possible: tuple[bool, ...]
    right: int | None


def example(article_id: str, setting: Setting, codes: Sequence[Code], sides: tuple[set[Code], set[Code]]) -> Example:
    """The example of an event whose compared participants are `codes`; `sides` is whom the coder gave."""
    count = len(codes)
    wanted = tuple((code in sides[0]) + 2 * (code in sides[1]) for code in codes) + (0,) * (COMPARED - count)
    bonds = [(i, j, setting.bond(codes[i], codes[j])) for i, j in combinations(range(count), 2)]
    traits, possible = [], []
    for roles in ALL_ROLES:
        possible.append(not any(roles[count:]))
        traits.append(tuple(traits_of(setting, codes, roles[:count], bonds)) if possible[-1] else ())
    everybody = set(codes) >= sides[0] | sides[1]
    right = ALL_ROLES.index(wanted) if everybody and any(wanted) else None
    features = tuple(tuple(setting.features(code)) for code in codes)
    return Example(article_id, features, tuple(traits), tuple(possible), right)


def traits_of(
    setting: Setting, codes: Sequence[Code], roles: tuple[int, ...], bonds: Sequence[tuple[int, int, str]]
) -> list[str]:
    """What holds of one choice."""
    actors = tuple(code for code, role in zip(codes, roles, strict=True) if role in ACTS)
    recipients = tuple(code for code, role in zip(codes, roles, strict=True) if role in SUFFERS)
    found = list(setting.size_traits(len(actors), len(recipients), 3 in roles))
    if len(actors) <= 1 and len(recipients) <= 1:
        one, other = (class_of(side[0]) if side else "nobody" for side in (actors, recipients))
        found += setting.pair_traits(one, other, actors == recipients)
    for one, other, bond in bonds:
        if bond and (roles[one] or roles[other]):
            found += setting.bond_traits(bond, roles[one], roles[other])
    return found


class Problem:
    """Examples as arrays: which feature holds for which participant, which trait of which choice."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.examples = [e for e in examples if e.right is not None]
        self.count = len(self.examples)
        self.index: dict[tuple[str, str], int] = {}
        self.unary = {side: self._columns(side) for side in SIDES}
        self.traits = self._traits()
        self.possible = np.array([e.possible for e in self.examples])
        self.right = np.array([e.right for e in self.examples])

    def _number(self, slot: str, name: str) -> int:
        return self.index.setdefault((slot, name), len(self.index))

    def _columns(self, side: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows (participants) and columns (weights) of the features of a side."""
        pairs = [
            (COMPARED * n + place, self._number(side, name))
            for n, e in enumerate(self.examples)
            for place, names in enumerate(e.features)
            for name in names
            if side != "both" or name.count(" ") <= MOST_SPACES
        ]
        rows, columns = zip(*pairs, strict=True)
        return np.array(rows), np.array(columns)

    def _traits(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        pairs = [
            (len(ALL_ROLES) * n + choice, self._number("choice", name))
            for n, e in enumerate(self.examples)
            for choice, names in enumerate(e.traits)
            for name in names
        ]
        rows, columns = zip(*pairs, strict=True)
        return np.array(rows), np.array(columns)

    def chances(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of every choice of every example."""
        alone = np.stack(
            [
                np.bincount(rows, weights=weights[columns], minlength=self.count * COMPARED)
                for rows, columns in self.unary.values()
            ],
            axis=-1,
        ).reshape(self.count, COMPARED, len(SIDES))
        rows, columns = self.traits
        together = np.bincount(rows, weights=weights[columns], minlength=self.count * len(ALL_ROLES))
        scores = np.einsum("nps,cps->nc", alone, CHOSEN, optimize=True) + together.reshape(self.count, -1)
        scores = np.where(self.possible, scores, -1e9)
        chances: NDArray[np.float64] = np.exp(scores - scores.max(axis=1, keepdims=True))
        return chances / chances.sum(axis=1, keepdims=True)

    def slope(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """How the loss changes with each weight."""
        error = self.chances(weights)
        error[np.arange(self.count), self.right] -= 1
        alone = np.einsum("nc,cps->nps", error, CHOSEN, optimize=True).reshape(-1, len(SIDES))
        found = np.zeros(len(weights))
        for side, (rows, columns) in enumerate(self.unary.values()):
            found += np.bincount(columns, weights=alone[rows, side], minlength=len(weights))
        rows, columns = self.traits
        found += np.bincount(columns, weights=error.ravel()[rows], minlength=len(weights))
        return found


def fit(examples: Sequence[Example]) -> Weights:
    """Weights by slot and name, minimised by Adam."""
    problem = Problem(examples)
    strength = np.array([FREE_PENALTY if name == BIAS else PENALTIES[slot] for slot, name in problem.index])
    weights = np.zeros(len(problem.index))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = problem.slope(weights) + strength * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    found: Weights = {slot: {} for slot in (*SIDES, "choice")}
    for (slot, name), i in problem.index.items():
        found[slot][name] = float(weights[i])
    return found


def best(example: Example, weights: Weights) -> tuple[int, ...]:
    """The roles of the participants in the likeliest choice."""
    alone = [[sum(weights[side].get(n, 0.0) for n in names) for side in SIDES] for names in example.features]
    missing = COMPARED - len(alone)
    sums = np.einsum("ps,cps->c", np.array(alone + [[0.0] * len(SIDES)] * missing), CHOSEN)
    traits = np.array([sum(weights["choice"].get(name, 0.0) for name in names) for names in example.traits])
    return ALL_ROLES[int(np.argmax(np.where(example.possible, sums + traits, -np.inf)))]
