"""What speaks for a date or a place of a sentence belonging to an event: the features of the pair for `slot_model`.

A parser often hangs an adjunct on the wrong word, so the rules of `dates` and `places` are one voice among others: the
route through the tree, the words between, what stands nearer, the kind of adjunct and of event.
"""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from extract import syntax
from extract.logistic import BIAS
from extract.trigger_lexicon import word_classes

PREDICATES = frozenset({"VERB", "AUX"})
OPENING = frozenset({"ADP", "ADV", "PUNCT", "CCONJ", "SPACE", "DET", "ADJ"})
NOMINAL = frozenset({"nmod", "compound", "appos", "flat", "amod", "nummod", "det", "case", "fixed", "dep", "goeswith"})
HELPERS = frozenset({"aux", "aux:pass", "cop"})
MAX_ROUTE = 3
MAX_HOPS = 4
NEAR = 3
FAR = 9


class Adjunct(NamedTuple):
    """Tokens `start..end` of the Doc, hanging on the tree by `head`; `kind` says what sort of date or place it is."""

    start: int
    end: int
    head: int
    kind: str


def ancestors(token: Token) -> list[int]:
    """The token and all above it, up to the root of the sentence."""
    return [above.i for above in syntax.upward(token)]


def distance(one: Sequence[int], other: Sequence[int]) -> int:
    """Edges of the tree between two tokens, given what stands above each."""
    place = {index: n for n, index in enumerate(other)}
    return next((n + place[index] for n, index in enumerate(one) if index in place), len(one) + len(other))


def route(doc: Doc, path: Sequence[int]) -> str:
    """The relations along a path upwards, runs of noun relations as one, long ones cut."""
    names: list[str] = []
    for index in path:
        relation = doc[index].dep_
        name = "noun" if relation.split(":", 1)[0] in NOMINAL else relation
        if names[-1:] != [name]:
            names.append(name)
    return ".".join(names[:MAX_ROUTE]) or "-"


def opens_sentence(doc: Doc, adjunct: Adjunct) -> bool:
    """Does nothing but a preposition, an adverb or the like stand before it?"""
    start = doc[adjunct.head].sent.start
    return all(token.pos_ in OPENING for token in doc[start : adjunct.start])


def nearness(number: int) -> str:
    """How many words stand between, roughly."""
    return "next" if number <= 1 else "near" if number <= NEAR else "off" if number <= FAR else "far"


def tense(trigger: Token) -> str:
    """`future`, `past` or the tag, of the trigger or of the verb whose tense it shares."""
    if syntax.is_future(trigger):
        return "future"
    return "past" if trigger.tag_ in ("VBD", "VBN") else trigger.tag_


def features(
    trigger: Token, adjunct: Adjunct, *, event_type: str, heads: Sequence[int], rivals: int, ruled: str
) -> list[str]:
    """The names of the features that hold for a trigger and an adjunct of its sentence.

    `heads` are the triggers of all events of the sentence, `rivals` counts the other adjuncts of its kind, `ruled` says
    what the rules make of this one.
    """
    doc, head = trigger.doc, trigger.doc[adjunct.head]
    others = [index for index in heads if index != trigger.i]
    found = [
        BIAS,
        f"rule {ruled}",
        f"rule {ruled} {adjunct.kind}",
        f"rule {ruled} {event_type}",
        f"type {event_type}",
        f"kind {adjunct.kind}",
        f"kind {adjunct.kind} {tense(trigger)}",
        f"relation {head.dep_}",
        f"case {syntax.case_of(head) or 'none'}",
        f"events {min(len(others), 2)} rivals {min(rivals, 1)}",
        *tree_features(trigger, head, others),
        *order_features(trigger, adjunct),
    ]
    if opens_sentence(doc, adjunct):
        found.append("opens")
    return found


def tree_features(trigger: Token, head: Token, others: Sequence[int]) -> list[str]:
    """The way through the tree, and whether another event stands nearer."""
    doc, above, below = trigger.doc, ancestors(trigger), ancestors(head)
    shared = next((index for index in above if index in below), None)
    up = above[: above.index(shared)] if shared is not None else above
    down = below[: below.index(shared)] if shared is not None else below
    hops = len(up) + len(down)
    way_up, way_down = route(doc, up), route(doc, down[1:])
    nearer = any(distance(ancestors(doc[index]), below) < hops for index in others)
    closer = any(abs(index - head.i) < abs(trigger.i - head.i) for index in others)
    return [
        f"up {way_up}",
        f"down {way_down}",
        f"route {way_up} {way_down}",
        f"hops {min(hops, MAX_HOPS)}",
        f"nearer {nearer} closer {closer}",
    ]


def order_features(trigger: Token, adjunct: Adjunct) -> list[str]:
    """What the words between say."""
    doc = trigger.doc
    before = adjunct.start < trigger.i
    side = "before" if before else "after"
    between = doc[adjunct.end : trigger.i] if before else doc[trigger.i + 1 : adjunct.start]
    verbs = sum(token.pos_ in PREDICATES and token.dep_ not in HELPERS for token in between)
    word = trigger.pos_ if trigger.pos_ in ("NOUN", "PROPN") else "VERB"
    found = [
        f"verbs {min(verbs, 2)} {side}",
        f"words {nearness(len(between))} {side}",
        f"words {nearness(len(between))} {side} {word}",
    ]
    if before and opens_sentence(doc, adjunct):
        found += [f"opens verbs {min(verbs, 2)}", f"opens {trigger.dep_}"]
    if any(token.lemma_.lower() in word_classes()["reporting"] for token in between):
        found.append(f"saying between {side}")
    return found
