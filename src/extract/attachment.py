"""Which words an adjunct of time or place may hang on so that it still belongs to a given event.

A parser often hangs an adjunct on a noun too low (`Iran on Friday`, `a building in the capital`). So an adjunct counts
for its governor and for every word above it up to the verb; an event takes the adjuncts of its trigger and of the verb
whose act it shares.
"""

from collections.abc import Iterator

from spacy.tokens import Token

NOUNS = frozenset({"NOUN", "PROPN", "NUM", "SYM", "PRON"})
PREDICATES = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "expl"})
SHARED_ACT = frozenset({"obj", "nsubj:pass", "nsubj", "obl:agent"})
PORTIONS = frozenset({"round", "series", "wave", "session", "start", "beginning", "set", "spate"})
MAX_CLIMB = 6


def hosts(adjunct: Token, *, across_subjects: bool = True) -> Iterator[Token]:
    """The words above an adjunct that it may belong to, nearest first, up to the verb of its clause.

    From the verb of a participle or relative clause the noun that it modifies follows. Without `across_subjects` what
    hangs on a subject is no adjunct of the verb (`the movement in Yemen claimed ...`).
    """
    node = adjunct
    for _ in range(MAX_CLIMB):
        if node.head == node or (node != adjunct and node.dep_ == "nsubj" and not across_subjects):
            return
        above = node.head
        yield above
        if above.pos_ in PREDICATES and above.dep_ != "amod":
            if above.dep_ in ("acl", "acl:relcl") and above.head.pos_ in NOUNS:
                yield above.head
            return
        if above.dep_ in ("advcl", "ccomp", "acl:relcl", "parataxis"):
            return
        node = above


def reach(trigger: Token, *, speech: bool = False, scene: bool = False) -> Iterator[Token]:
    """The words whose adjuncts are also the trigger's, nearest first: itself, then words that share its act.

    The subject of a plan shares what is planned (`the talks are set to open on Friday`). With `speech` the verb of
    saying counts, where the saying itself is the act (`said on Friday it would retaliate`).
    With `scene` a noun shares the place of its verb also as an oblique (`was met with protests in Quito`).
    """
    yield trigger
    yield from (child for child in trigger.children if child.dep_ in ("xcomp", "compound"))
    yield from (child for child in trigger.children if child.dep_ == "conj" and _shares(child, speech=False))
    node = trigger
    for _ in range(MAX_CLIMB):
        oblique = scene and node.pos_ in NOUNS and node.dep_ == "obl" and node.head.pos_ in PREDICATES
        if node.head == node or not (oblique or _shares(node, speech=speech and node.pos_ not in ("NOUN", "PROPN"))):
            return
        if node.pos_ in NOUNS and node.head.pos_ in PREDICATES:
            speech = False
        subject = node.dep_ in ("nsubj", "nsubj:pass")
        node = node.head
        yield node
        if subject:
            yield from (child for child in node.children if child.dep_ == "xcomp")


def _shares(node: Token, *, speech: bool) -> bool:
    """True where an adjunct of the governor holds for `node` too."""
    if node.dep_ in ("xcomp", "aux", "cop", "compound", "flat", "fixed"):
        return True
    if node.dep_ == "conj":
        return not any(child.dep_ in SUBJECTS for child in node.children)
    if node.dep_ in SHARED_ACT:
        return node.head.pos_ in PREDICATES
    if node.dep_ == "nmod":
        return node.head.lemma_.lower() in PORTIONS and any(child.lower_ == "of" for child in node.children)
    if node.dep_ == "ccomp":
        return speech and not _reports_past(node)
    mark = next((child.lower_ for child in node.children if child.dep_ in ("mark", "case")), "")
    return node.tag_ == "VBG" and node.dep_ in ("advcl", "acl") and mark in ("", "by")


def _reports_past(predicate: Token) -> bool:
    """`had sent`, `killed`, `have died`: what is said lies before the saying."""
    helpers = [child for child in predicate.children if child.dep_ in ("aux", "aux:pass")]
    if any(helper.tag_ == "MD" for helper in helpers):
        return False
    if any(helper.lemma_.lower() == "have" for helper in helpers):
        return True
    return predicate.tag_ in ("VBD", "VBN") and predicate.pos_ == "VERB"


def is_below(adjunct: Token, trigger: Token) -> bool:
    """Is the adjunct somewhere below the trigger, with no clause between that has a subject of its own?"""
    node = adjunct
    for _ in range(2 * MAX_CLIMB):
        if node.head == trigger:
            return True
        if node.head == node or node.dep_ in ("ccomp", "parataxis"):
            return False
        node = node.head
        if node.pos_ in PREDICATES and any(child.dep_ in SUBJECTS for child in node.children):
            return False
    return False
