"""Flat noun phrases: the pieces that participants are made of.

A `Phrase` is a determiner, modifiers and a head (with a name behind a title), without what follows: `of` phrases,
appositions and coordinated phrases are phrases of their own. Part-of-speech tags decide what can belong together, the
tree only where two phrases meet without a word between them: tags are right more often than trees.
"""

from collections.abc import Collection
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.actor_lexicon import actor_words

PRONOUNS = frozenset({"PRP", "EX"})
INSIDE_TAGS = frozenset(
    {"DT", "PDT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "HYPH", "FW", "AFX", "ADD", "$"}
)
HEAD_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJS", "DT", "FW", "ADD", "VBN", "VBG"})
STARTERS = frozenset({"DT", "PDT", "PRP$"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
BRIDGES = frozenset({"-", "–", "/", "&", "\u00ad"})
MODIFYING_VERBS = frozenset({"amod", "compound"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `start` to `end` (exclusive) with the head token `head`; `possessor` is the phrase before `'s`."""

    start: int
    end: int
    head: int
    possessor: int | None = None


def belongs(token: Token) -> bool:
    """Can the token stand inside a flat noun phrase?"""
    if token.lower_ in actor_words("calendar") and token.text[0].isupper():
        return False
    if token.tag_ in INSIDE_TAGS or token.pos_ in ("PROPN", "NOUN"):
        return not token.is_space and (token.pos_ != "PUNCT" or token.tag_ == "HYPH")
    if token.tag_ in ("VBN", "VBG", "VBD", "VBZ"):
        return token.dep_ in MODIFYING_VERBS or token.ent_type_ == "PERSON"
    return token.text in BRIDGES and token.dep_ == "punct" and token.pos_ in ("PUNCT", "SYM")


def meet(doc: Doc, i: int, *, joins: Collection[int]) -> bool:
    """Do the tokens `i - 1` and `i`, both inside, belong to one phrase?"""
    left, right = doc[i - 1], doc[i]
    if i in joins:
        return True
    if right.is_sent_start or (right.tag_ in STARTERS and left.tag_ not in ("PDT", "DT") and left.text not in BRIDGES):
        return False
    if left.text in BRIDGES or right.text in BRIDGES:
        return not (left.whitespace_ and right.text in BRIDGES and right.text != "&")
    if left.tag_ in STARTERS:
        return True
    if left.ent_iob_ in "BI" and left.ent_iob_ and right.ent_iob_ == "I":
        return True
    return connected(left, right)


def connected(left: Token, right: Token) -> bool:
    """Does an arc of the tree tie a token up to `left` to one from `right` on, within reach of a noun phrase?"""
    up, down = left.head.i, right.head.i
    if up == right.i or down == left.i:
        return True
    if up > right.i:
        return down > up or down == up or governs(left.head, right)
    return down < left.i and governs(right.head, left) and right.dep_ in ("flat", "compound", "conj", "nummod")


def governs(head: Token, token: Token) -> bool:
    """Is `token` below `head`, at most four arcs down?"""
    for _ in range(4):
        token = token.head
        if token.i == head.i:
            return True
    return False


def phrases(
    doc: Doc, *, joins: Collection[int] = (), breaks: Collection[int] = (), named: Collection[int] = ()
) -> list[Phrase]:
    """All flat noun phrases and pronouns of a Doc, in order.

    `joins` and `breaks` are token indices that must not, or must, begin a phrase of their own (titles before names);
    tokens in `named` belong to phrases whatever their tag.
    """
    found: list[Phrase] = []
    start: int | None = None
    possessor: int | None = None
    for token in doc:
        if start is not None and (
            not (token.i in named or belongs(token)) or token.i in breaks or not meet(doc, token.i, joins=joins)
        ):
            close(doc, found, start, token.i, possessor)
            start, possessor = None, None
        if token.text in POSSESSIVES and token.tag_ == "POS" and found and found[-1].end == token.i:
            possessor = len(found) - 1
            continue
        if start is None:
            if token.i in named:
                start = token.i
            elif token.tag_ in PRONOUNS:
                found.append(Phrase(token.i, token.i + 1, token.i))
                possessor = None
            elif belongs(token) and token.text not in BRIDGES:
                start = token.i
            else:
                possessor = None
    if start is not None:
        close(doc, found, start, len(doc), possessor)
    return found


def with_quantity(doc: Doc, start: int) -> int:
    """Where a phrase that begins with a number begins with `more than`, `at least`, `up to` before it."""
    if doc[start].tag_ != "CD":
        return start
    while start > 0 and doc[start - 1].lower_ in actor_words("quantity_prefix") and not doc[start].is_sent_start:
        start -= 1
    return start


def is_stray_verb(doc: Doc, start: int, last: int) -> bool:
    """A verb behind a noun that the tree took for a modifier (`troops clashed`); not `the accused`."""
    verbal = doc[last].tag_ in ("VBN", "VBD", "VBZ", "VBG") and doc[last].ent_type_ != "PERSON"
    return verbal and any(doc[i].pos_ in ("NOUN", "PROPN") for i in range(start, last))


def close(doc: Doc, found: list[Phrase], start: int, end: int, possessor: int | None) -> None:
    """Append the phrase of the tokens `start` to `end`, without punctuation at its end."""
    while end > start and (doc[end - 1].text in BRIDGES or is_stray_verb(doc, start, end - 1)):
        end -= 1
    start = with_quantity(doc, start)
    while found and found[-1].start >= start:
        found.pop()
    if end > start:
        heads = [i for i in range(start, end) if doc[i].tag_ in HEAD_TAGS or doc[i].pos_ in ("NOUN", "PROPN")]
        found.append(Phrase(start, end, heads[-1] if heads else end - 1, possessor))
