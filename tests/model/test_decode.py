"""Trees and entities from scores: well-formed for any scores, and the best there is."""

from itertools import product

import numpy as np
from en_chasqui_news.decode import Entities, best_heads, is_tree
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

LABELS = ["O", *(f"{mark}-{name}" for name in ("PERSON", "ORG") for mark in "BILU")]
NUMBERS = st.floats(-50, 50, width=32)


def sentences(longest: int) -> st.SearchStrategy[np.ndarray]:
    """Scores of the words as heads, and in the last column of the root."""
    return st.integers(1, longest).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=NUMBERS))


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    """Sum of a tree's arcs; -1 is the root's place, the last column."""
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


def trees(count: int) -> list[tuple[int, ...]]:
    every = product(range(-1, count), repeat=count)
    return [heads for heads in every if is_tree(np.array(heads) + 1)]


@settings(max_examples=150, deadline=None)
@given(sentences(4))
def test_no_tree_is_better(scores: np.ndarray) -> None:
    found = best_heads(scores[:, :-1], scores[:, -1])
    best = max(total(scores, heads) for heads in trees(len(scores)))
    assert total(scores, tuple(found)) >= best - 1e-2


@settings(max_examples=100, deadline=None)
@given(sentences(30))
def test_always_one_root_and_no_circle(scores: np.ndarray) -> None:
    assert is_tree(best_heads(scores[:, :-1], scores[:, -1]) + 1)


def test_a_circle_is_broken_where_it_costs_least() -> None:
    words = np.array([[0, 9, 0], [9, 0, 3], [0, 0, 0]], dtype=np.float32)
    root = np.array([1, 0, 5], dtype=np.float32)
    assert best_heads(words, root).tolist() == [1, 2, -1]


def test_second_root_is_put_below_the_first() -> None:
    words = np.array([[0, 1], [2, 0]], dtype=np.float32)
    assert best_heads(words, np.array([8, 9.5], dtype=np.float32)).tolist() == [1, -1]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, len(LABELS)), elements=NUMBERS)))
def test_entities_lie_apart_and_inside(scores: np.ndarray) -> None:
    spans = list(Entities(LABELS).spans(scores))
    edges = [edge for first, end, _ in spans for edge in (first, end)]
    assert edges == sorted(edges)
    assert all(0 <= first < end <= len(scores) for first, end, _ in spans)


def test_an_entity_that_does_not_end_is_completed() -> None:
    scores = np.zeros((3, len(LABELS)), dtype=np.float32)
    scores[0, LABELS.index("B-ORG")] = 5
    scores[1, LABELS.index("I-ORG")] = 3
    scores[2, LABELS.index("O")] = 1
    assert list(Entities(LABELS).spans(scores)) == [(0, 3, "ORG")]
