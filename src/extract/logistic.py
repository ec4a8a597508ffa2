"""Logistic models over named features that hold or don't: what `confidence` and `slot_model` share."""

import math
from collections.abc import Iterable, Mapping

BIAS = "bias"


def chance(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """The probability that a set of features gives; a feature without a weight weighs nothing."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in names)))
