"""Logistic models over named features: what the fitting scripts share."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

STEPS = 400
RATE = 0.05


def fit(rows: Sequence[Sequence[str]], right: Sequence[bool], *, free: str, penalty: float) -> dict[str, float]:
    """Weights by feature: logistic loss with an L2 penalty on all features but `free`, minimised by Adam."""
    index = {name: i for i, name in enumerate(sorted({name for row in rows for name in row}))}
    columns = np.array([index[name] for row in rows for name in row])
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    target = np.array(right, dtype=float)
    strength = np.full(len(index), penalty)
    strength[index[free]] = 0
    weights = np.zeros(len(index))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.bincount(owners, weights=weights[columns], minlength=len(rows))
        error = 1 / (1 + np.exp(-scores)) - target
        slope = np.bincount(columns, weights=error[owners], minlength=len(weights)) + strength * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: float(weights[i]) for name, i in index.items()}


def probabilities(rows: Sequence[Sequence[str]], weights: dict[str, float]) -> NDArray[np.float64]:
    """The probability of each row."""
    scores = [sum(weights.get(name, 0.0) for name in row) for row in rows]
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.array(scores)))
    return result


def cross_validated(
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    groups: Sequence[str],
    *,
    free: str,
    penalty: float,
    folds: int = 6,
) -> NDArray[np.float64]:
    """The probability of each row by a model that has not seen its group."""
    fold_of = {name: i % folds for i, name in enumerate(sorted(set(groups)))}
    result = np.zeros(len(rows))
    for fold in range(folds):
        held = np.array([fold_of[group] == fold for group in groups])
        inside, outside = np.flatnonzero(~held), np.flatnonzero(held)
        weights = fit([rows[i] for i in inside], [right[i] for i in inside], free=free, penalty=penalty)
        result[outside] = probabilities([rows[i] for i in outside], weights)
    return result


def write_slots(path: Path, fitted: Mapping[str, Mapping[str, float]], *, free: str, least: float) -> None:
    """Write the weights of some slots into `slot_weights.csv`; those of others stay. Tiny weights are left out."""
    with path.open(encoding="utf-8", newline="") as found:
        kept = [
            (row["slot"], row["feature"], row["weight"]) for row in csv.DictReader(found) if row["slot"] not in fitted
        ]
    new = [
        (slot, name, f"{weight:.2f}")
        for slot, weights in fitted.items()
        for name, weight in weights.items()
        if name == free or abs(weight) >= least
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["slot", "feature", "weight"])
        writer.writerows(sorted(kept + new))
