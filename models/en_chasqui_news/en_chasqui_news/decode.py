"""From scores to well-formed annotation: one tree a sentence, and entities that begin and end."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]
NEVER = np.float32(-1e9)


def best_heads(words: Scores, root: Scores) -> Heads:
    """Heads of one sentence by the sum of its arcs' scores, as a tree with exactly one root.

    `words[i, j]` is the score of word j as head of word i, `root[i]` that of i as the root. The root's head is -1.
    """
    count = len(root)
    scores = np.concatenate([root[:, None], words], axis=1)
    scores[np.arange(count), np.arange(count) + 1] = NEVER
    heads = scores.argmax(axis=1)
    if not is_tree(heads):
        # A root costs more than all arcs together can win: the best tree has only one.
        scores[:, 0] -= (count + 1) * (np.ptp(scores[scores > NEVER / 2]) + 1)
        heads = spanning_tree(scores)
    return heads - 1


def is_tree(heads: Heads) -> bool:
    """Whether heads (0: the root's, else the number of a word from 1 on) make a tree with one root."""
    if np.count_nonzero(heads == 0) != 1:
        return False
    up = np.concatenate([[0], heads])
    for _ in range(len(heads).bit_length()):
        up = up[up]
    return not up.any()


def spanning_tree(scores: Scores) -> Heads:
    """Chu-Liu-Edmonds: heads of words 1.. (row i of `scores` belongs to word i + 1; column 0 is above all words)."""
    count = len(scores)
    full = np.full((count + 1, count + 1), NEVER, dtype=np.float64)
    full[1:] = scores
    return edmonds(full)[1:]


def edmonds(scores: NDArray[np.float64]) -> Heads:
    """Best heads of nodes 1..; `scores[i, j]` is that of j as head of i, node 0 has no head."""
    heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(heads), dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    members = np.flatnonzero(inside)
    gain = scores[np.ix_(members, rest)] - scores[members, heads[members]][:, None]
    entry = gain.argmax(axis=0)  # of the cycle: where an arc from outside comes in
    leave = scores[np.ix_(rest, members)].argmax(axis=1)  # of the cycle: the head of a word outside
    size = len(rest)
    smaller = np.full((size + 1, size + 1), float(NEVER) * 4)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    smaller[:size, size] = scores[rest, members[leave]]
    smaller[size, :size] = gain[entry, np.arange(size)]
    found = edmonds(smaller)
    result = heads.copy()
    for i in range(1, size):
        result[rest[i]] = members[leave[i]] if found[i] == size else rest[found[i]]
    result[members[entry[found[size]]]] = rest[found[size]]
    return result


def find_cycle(heads: Heads) -> list[int] | None:
    state = np.zeros(len(heads), dtype=np.int8)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        state[path] = 2
    return None


class Entities:
    """Decodes BILUO scores: the best sequence in which each entity begins, goes on and ends."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self.outside = self.labels.index("O")
        opens = [label[0] in "BI" for label in labels]
        goes_on = [label[0] in "IL" for label in labels]
        self._first = self._cost(not goes for goes in goes_on)
        self._last = self._cost(not open_ for open_ in opens)
        self._next = np.stack(
            [
                self._cost((opens[i] == goes_on[j]) and (not opens[i] or a[2:] == b[2:]) for j, b in enumerate(labels))
                for i, a in enumerate(labels)
            ]
        )

    @staticmethod
    def _cost(allowed: Any) -> Scores:
        return np.array([0 if ok else NEVER for ok in allowed], dtype=np.float32)

    def spans(self, scores: Scores) -> Iterator[tuple[int, int, str]]:
        """Yield (first, end, label) of one sentence's entities; `scores` are those of its words' labels."""
        path = scores.argmax(axis=1)
        if not (path != self.outside).any():
            return
        cost = self._first[path[0]] + self._last[path[-1]] + self._next[path[:-1], path[1:]].sum()
        if cost < 0:
            path = self._viterbi(scores)
        first = 0
        for i, number in enumerate(path):
            label = self.labels[number]
            if label[0] in "BU":
                first = i
            if label[0] in "LU":
                yield first, i + 1, label[2:]

    def _viterbi(self, scores: Scores) -> list[int]:
        total = scores[0] + self._first
        back = []
        for row in scores[1:]:
            both = total[:, None] + self._next
            back.append(both.argmax(axis=0))
            total = both.max(axis=0) + row
        path = [int((total + self._last).argmax())]
        for row in reversed(back):
            path.append(int(row[path[-1]]))
        return path[::-1]
