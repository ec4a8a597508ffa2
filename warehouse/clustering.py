"""Grouping of linked things. Pure functions; the result depends on the links alone, never on their order."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class DisjointSets:
    """Sets that are merged, each found by any of its members; unknown members are sets of their own."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, member: str) -> str:
        """The smallest member of the set, which stands for it."""
        root = member
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(member, member)) != root:
            self._parent[member] = root
            member = above
        return root

    def merge(self, one: str, other: str) -> str:
        """Make one set of two; returns the member that stands for it."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first
        return first


def components(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The groups of members that are linked directly or through others, each sorted, in order."""
    sets = DisjointSets()
    members = set()
    for one, other in edges:
        sets.merge(one, other)
        members |= {one, other}
    groups: dict[str, list[str]] = defaultdict(list)
    for member in sorted(members):
        groups[sets.find(member)].append(member)
    return sorted(groups.values())


def cluster(
    links: Iterable[tuple[float, str, str]],
    *,
    traits: dict[str, T],
    join: Callable[[T, T, bool], T | None],
) -> dict[str, str]:
    """Merge along the links, best first, wherever the traits of both clusters fit.

    `links` are (score, member, member), those with a score over 1 forced from outside; `join` is asked with that as its
    third argument, and gives the traits of the merged cluster, or None where the two can't be one. Returns the smallest
    member of the cluster for every member of `traits`.
    """
    sets = DisjointSets()
    held = dict(traits)
    for score, one, other in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        first, second = sorted((sets.find(one), sets.find(other)))
        if first == second:
            continue
        joined = join(held[first], held[second], score > 1)
        if joined is not None:
            held[sets.merge(first, second)] = joined
    return {member: sets.find(member) for member in traits}
