"""Component `instruments`: agreements, plans, laws, declarations and operations that have a name of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import extensions
from extract.attachment import reach
from extract.lexicons import read_rows
from extract.source import source_text
from extract.within import within

extensions.register()

LINKS = frozenset(
    {"of", "on", "for", "the", "and", "to", "against", "de", "del", "la", "-", "–", "’s", "'s", "&", "in"}
)
OPENERS = frozenset({"of", "on", "for", "against"})
MAX_TOKENS = 14
INNER = ("PROPN", "NOUN", "ADJ")
MAX_ACRONYM = 10
NOT_AFTER = frozenset({"Center", "Centre", "Building", "Hall", "Office", "Street", "Organization"})
ARGUMENTS = frozenset({"obj", "nsubj:pass", "obl", "obl:agent", "nmod", "nsubj", "compound", "appos"})


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """Tokens `start..end` name an instrument; `acronym` where one follows in parentheses, within `start..end`."""

    start: int
    end: int
    head: int
    name: str
    acronym: str | None


@cache
def nouns() -> frozenset[str]:
    """The capitalised nouns that head the name of an instrument."""
    return frozenset(row["noun"] for row in read_rows("instrument_nouns", columns=("noun", "kind")))


def find_instruments(doc: Doc) -> list[InstrumentMention]:
    """The named instruments of the Doc, in order, without overlap."""
    found: list[InstrumentMention] = []
    for token in doc:
        if token.text not in nouns() or (found and token.i < found[-1].end):
            continue
        mention = _mention(doc, token.i)
        if mention is not None:
            found.append(mention)
    return found


def _mention(doc: Doc, i: int) -> InstrumentMention | None:
    start, end = _first(doc, i), _last(doc, i)
    if not any(_is_name(doc[k]) for k in range(start, end) if k != i):
        return None
    acronym, after = _acronym(doc, end)
    name = " ".join(doc[start:end].text.split())
    if after < len(doc) and doc[after].is_digit:
        name, after = f"{name} {doc[after].text}", after + 1
    if doc[end - 1].text in NOT_AFTER or (end < len(doc) and doc[end].text in NOT_AFTER):
        return None
    return InstrumentMention(start, after, i, name, acronym)


def _is_name(token: Token) -> bool:
    return token.text[0].isupper() and token.is_alpha and token.lower_ not in LINKS


def _inside(token: Token) -> bool:
    """Can the token stand before the head within a name? A capital, a year, a hyphen or a genitive."""
    capital = token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ", "NUM", "X")
    return capital or token.is_digit or token.text in ("-", "–", "&", "'s", "’s")


def _first(doc: Doc, i: int) -> int:
    """Where the name begins, to the left of its head."""
    start, sentence = i, doc[i].sent.start
    while start - 1 >= sentence and i - start < MAX_TOKENS:
        previous = doc[start - 1]
        if _inside(previous) or (
            previous.text in ("of", "and", "for", "on") and start - 2 >= sentence and _joins(doc, start)
        ):
            start -= 1
            continue
        break
    while start < i and not (doc[start].text[0].isupper() or doc[start].is_digit):
        start += 1
    return _after_genitive(doc, start, i)


def _joins(doc: Doc, start: int) -> bool:
    """`Trade and Investment Agreement`: a link between two capitalised words that the tree doesn't part."""
    before = doc[start - 2]
    return before.text[0].isupper() and before.pos_ in ("PROPN", "ADJ", "NOUN") and before.dep_ == "compound"


def _after_genitive(doc: Doc, start: int, i: int) -> int:
    """`Peru's National Plan`: the owner is no part of the name."""
    for k in range(i - 1, start, -1):
        if doc[k].text in ("'s", "’s"):
            return k + 1
    return start


def _last(doc: Doc, i: int) -> int:
    """Where the name ends, to the right of its head: `Declaration of Lima`, `Convention against Corruption`."""
    end, limit = i + 1, min(i + MAX_TOKENS, len(doc))
    opened = False
    while end < limit:
        token = doc[end]
        if _is_name(token) and token.pos_ in (INNER if opened else ("PROPN",)) and not token.is_sent_start:
            end += 1
        elif token.text in OPENERS | (LINKS if opened else frozenset()) and _opens(doc, end):
            end, opened = end + 1, True
        else:
            break
    return end


def _opens(doc: Doc, i: int) -> bool:
    """Does a capitalised name follow the link, at most after an article?"""
    dated = {k for mention in within(doc._.dates, doc[i].sent) for k in range(mention.start, mention.end)}
    k = i + 1 + (i + 1 < len(doc) and doc[i + 1].text in ("the", "la", "los"))
    return k < len(doc) and _is_name(doc[k]) and doc[k].pos_ in ("PROPN", "NOUN", "ADJ") and k not in dated


def _acronym(doc: Doc, end: int) -> tuple[str | None, int]:
    """The acronym in parentheses after the name, and the end of the mention."""
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
        word = doc[end + 1].text
        if (
            2 <= len(word) <= MAX_ACRONYM
            and word.replace(".", "").isalnum()
            and 2 * sum(c.isupper() for c in word) >= len(word)
        ):
            return word, end + 3
    return None, end


def as_record(mention: InstrumentMention, doc: Doc) -> dict[str, Any]:
    """The mention as the fields of `schemas.Instrument`."""
    start, last = doc[mention.start].idx, doc[mention.end - 1]
    end = last.idx + len(last)
    return {
        "text": source_text(doc, start, end),
        "start": start,
        "end": end,
        "name": mention.name,
        "acronym": mention.acronym,
    }


def instrument_for(trigger: Token) -> InstrumentMention | None:
    """The instrument that is the object, subject or basis of the act with this trigger."""
    mentions: list[InstrumentMention] = within(trigger.doc._.instruments, trigger.sent)
    if not mentions:
        return None
    for node in _near(trigger):
        for mention in mentions:
            if mention.start <= node.i < mention.end:
                return mention
    return None


def _near(trigger: Token) -> Iterator[Token]:
    """The trigger's arguments, then those of the words that share them, nearest first."""
    for node in reach(trigger):
        yield node
        level = [child for child in node.children if child.dep_ in ARGUMENTS]
        for _ in range(3):
            yield from level
            level = [c for n in level for c in n.children if c.dep_ in ("nmod", "compound", "appos", "conj", "flat")]


@Language.factory("instruments", requires=["token.dep", "token.pos"], assigns=["doc._.instruments"])
def create_instruments(nlp: Language, name: str) -> "Instruments":
    """Make the component."""
    return Instruments()


class Instruments:
    """Sets `doc._.instruments`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.instruments = find_instruments(doc)
        return doc
