"""How phrases hang together: complements, coordinated phrases and appositions."""

from collections.abc import Collection
from dataclasses import replace

from extract.actor_layout import Layout
from extract.actor_mention import Members
from extract.actor_state import DEEPEST, State
from extract.actor_tokens import name_conjuncts

OF = frozenset({"of"})
OF_FOR = frozenset({"of", "for"})


def follower(layout: Layout, index: int, *, words: Collection[str]) -> int | None:
    """The phrase behind one of `words`, if that is the next word behind this phrase."""
    end = layout.phrases[index].end
    if end >= len(layout.doc) or layout.doc[end].lower_ not in words:
        return None
    return layout.of_token.get(end + 1)


def possessed(layout: Layout, index: int) -> int:
    """The last of the phrases that belong to each other by `'s`: `court` for `Peru` in `Peru's court`."""
    while index + 1 < len(layout.phrases) and layout.phrases[index + 1].possessor == index:
        index += 1
    return index


def plain_complements(layout: Layout, index: int) -> list[int]:
    """Following `of` phrases, one behind the other, without asking who they stand for."""
    found: list[int] = []
    other = follower(layout, index, words=OF_FOR)
    while other is not None:
        found.append(other)
        other = follower(layout, other, words=OF_FOR)
    return found


def complements(state: State, index: int, *, cases: Collection[str]) -> list[int]:
    """The phrases that a preposition directly behind the phrase ties to it, with those coordinated to them.

    Through a complement that is no actor (`minister of foreign affairs of Peru`) the next one is taken.
    """
    layout = state.layout
    for _ in range(DEEPEST):
        phrase, other = layout.phrases[index], follower(layout, index, words=cases)
        if other is None or layout.phrases[other].start != phrase.end + 1:
            return []
        is_of = layout.doc[phrase.end].lower_ == "of"
        if not is_of and not is_nominal(layout, index, other):
            return []
        other = possessed(layout, other)
        found = [other, *coordinated(layout, other)]
        if any(map(state.resolve, found)):
            return found
        if not is_of:
            return []
        index, cases = max(found), OF
    return []


def is_nominal(layout: Layout, index: int, other: int) -> bool:
    """Does the tree hang the complement `other` on the phrase, not on a verb?"""
    phrase, inner = layout.phrases[index], layout.phrases[other]
    head = layout.doc[inner.head].head.i
    return phrase.start <= head < phrase.end or inner.start <= head < inner.end


def of_complement(state: State, index: int) -> Members | None:
    """Those of the `of` phrase as participants of the whole (`dozens of migrants`); None without such a phrase."""
    phrase, others = state.layout.phrases[index], complements(state, index, cases=OF)
    if not others:
        return None
    return tuple(replace(m, start=phrase.start, head=phrase.head) for m in state.resolve(others[0]))


def coordinated(layout: Layout, index: int) -> list[int]:
    """The other phrases that hold conjuncts of the phrase's tokens."""
    phrase = layout.phrases[index]
    members = [m for token in layout.doc[phrase.start : phrase.end] for m in name_conjuncts(token)[1:]]
    others = [layout.of_token.get(m.i) for m in members]
    return list(dict.fromkeys(o for o in others if o is not None and o != index))


def beside(state: State, index: int) -> int | None:
    """The phrase behind a comma after this one and its complements, if nothing else stands between them."""
    tail = max([index, *complements(state, index, cases=OF_FOR)])
    other = follower(state.layout, tail, words=(",",))
    return None if other is None else possessed(state.layout, other)


def before_comma(layout: Layout, start: int) -> int | None:
    """The phrase in front of a comma before token `start`."""
    if start < 2 or layout.doc[start - 1].text != ",":
        return None
    return layout.of_token.get(start - 2)


def behind_complements(layout: Layout, index: int) -> int | None:
    """The phrase directly behind the complements (`Secretary of State of Peru Ana Soto`)."""
    others = plain_complements(layout, index)
    return layout.of_token.get(layout.phrases[others[-1]].end) if others else None
