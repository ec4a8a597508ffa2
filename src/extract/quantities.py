"""Component `quantities`: sums of money, counts and measures, and those that belong to an event.

Dates, ordinals, ages and lengths of time are no quantities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import extensions
from extract.lexicons import read_rows
from extract.source import source_text
from extract.within import within
from schemas.errors import LexiconError

extensions.register()

MAX_SUBTREE = 60
NOT_UNITS = frozenset({"scale", "scales", "short_scale", "number"})
MILLION = 1_000_000
MAX_NOUN_PHRASE = 6
CLAUSES = frozenset({"ccomp", "advcl", "advcl:relcl", "acl:relcl", "parataxis", "csubj"})
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([a-z]{1,2})?$")
_JOINED = re.compile(r"(?P<sign>\D{1,4})(?P<rest>\d.*)$")


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """Tokens `start..end`: a value with its unit, currency, or what it counts. `head` is its place in the tree."""

    start: int
    end: int
    head: int
    value: float
    unit: str | None
    currency: str | None
    what: str | None


@cache
def currencies() -> dict[str, str]:
    """Names and signs of currencies with their ISO 4217 codes; words of the language in lower case."""
    found = {}
    for line, row in enumerate(read_rows("currencies", columns=("name", "code")), start=2):
        if not re.fullmatch(r"[A-Z]{3}", row["code"]):
            raise LexiconError("currencies.csv", line, f"{row['code']!r} is no currency code")
        found[row["name"].lower()] = row["code"]
    return found


@cache
def units() -> dict[str, tuple[str, float]]:
    """Word -> (unit or kind of word, value): units of measure, scales, number words, words of time."""
    return {
        row["word"].lower(): (row["unit"], float(row["value"] or 0))
        for row in read_rows("units", columns=("word", "unit", "value"))
    }


def find_quantities(doc: Doc) -> list[QuantityMention]:
    """The quantities of the Doc, in order."""
    dated = {i for mention in doc._.dates for i in range(mention.start, mention.end)}
    found: list[QuantityMention] = []
    i = 0
    while i < len(doc):
        mention = None if i in dated or not _may_start(doc[i]) else _quantity(doc, i)
        if mention is None or mention.end - 1 in dated:
            i += 1
            continue
        found.append(mention)
        i = mention.end
    return found


def _may_start(token: Token) -> bool:
    lower = token.lower_
    return lower[0].isdigit() or token.tag_ in ("CD", "$") or _kind(lower) == "number" or lower in currencies()


def _kind(word: str) -> str:
    return units().get(word, ("", 0.0))[0]


def _quantity(doc: Doc, i: int) -> QuantityMention | None:
    currency, at = _currency_at(doc, i)
    read = _amount(doc, at, sign=currency is not None)
    if read is None:
        return None
    value, end = read
    if currency is None:
        currency, end = _currency_at(doc, end, words=True)
    if currency is not None:
        return QuantityMention(i, end, _top(doc, i, end), value, None, currency, None)
    return _measure(doc, i, end, value)


def _measure(doc: Doc, start: int, end: int, value: float) -> QuantityMention | None:
    unit, after = _unit_at(doc, end)
    if unit == "time":
        return None
    if unit is None:
        return _count(doc, start, end, value)
    head = _top(doc, start, after)
    if unit == "lb" and value >= MILLION:
        return QuantityMention(start, after, head, value, None, "GBP", None)
    return QuantityMention(start, after, head, value, unit, None, _of_what(doc, after))


def _currency_at(doc: Doc, i: int, *, words: bool = False) -> tuple[str | None, int]:
    """The currency at `i` and where reading goes on; `words` takes only names, as they stand after the number."""
    for length in (2, 1):
        if i + length > len(doc):
            continue
        text = doc[i : i + length].text.lower()
        code = currencies().get(text)
        if code is not None and (not words or text[-1].isalpha() or text in ("$", "€", "£")):
            return code, i + length
    return None, i


def _amount(doc: Doc, i: int, *, sign: bool = False) -> tuple[float, int] | None:
    """The number at `i`, with its scale (`1.3 million`, `20m`, `two dozen`), and where it ends."""
    if i >= len(doc):
        return None
    number = _plain_number(doc[i].lower_, sign=sign)
    if number is None:
        return None
    value, end = number, i + 1
    while end < len(doc):
        word = doc[end].lower_
        kind, factor = units().get(word, ("", 0.0))
        glued = not doc[end - 1].whitespace_
        if (
            kind in ("scale", "scales")
            or (kind == "short_scale" and (glued or sign))
            or (word == "dozen" and value > 0)
        ):
            value, end = value * factor, end + 1
        else:
            break
    return value, end


def _plain_number(word: str, *, sign: bool) -> float | None:
    found = _NUMBER.match(word)
    if found is None:
        kind, value = units().get(word, ("", 0.0))
        return value if kind == "number" else None
    value = float(found.group(1).replace(",", "") + (found.group(2) or ""))
    suffix = found.group(3)
    if suffix is None:
        return value
    kind, factor = units().get(suffix, ("", 0.0))
    return value * factor if kind == "short_scale" and (sign or suffix in ("m", "bn", "k")) else None


def _unit_at(doc: Doc, i: int) -> tuple[str | None, int]:
    at = i + 1 if i + 1 < len(doc) and doc[i].text == "-" else i
    for length in (2, 1):
        if at + length > len(doc):
            continue
        unit, _ = units().get(doc[at : at + length].text.lower(), ("", 0.0))
        if unit and unit not in NOT_UNITS:
            return unit, at + length
    return None, i


def _of_what(doc: Doc, i: int) -> str | None:
    """`cocaine` in `20 tons of cocaine`."""
    if i + 1 >= len(doc) or doc[i].lower_ != "of":
        return None
    words = []
    for token in doc[i + 1 : i + 6]:
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "DET"):
            break
        if token.pos_ != "DET":
            words.append(token.text)
    return " ".join(words) or None


def _count(doc: Doc, start: int, end: int, value: float) -> QuantityMention | None:
    """`1.3 million Venezuelan refugees`: a number before a plural noun."""
    before = doc[start - 1] if start else None
    if doc[start].lower_ == "one" or (before is not None and (before.text in ("-", ".", "#") or _is_name(before))):
        return None
    first = end
    while first < len(doc) and doc[first].lower_ in ("of", "the", "other", "more"):
        first += 1
    for token in doc[first : first + MAX_NOUN_PHRASE]:
        if token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "police"):
            if _kind(token.lower_) == "time":
                return None
            return QuantityMention(start, token.i + 1, token.i, value, None, None, doc[first : token.i + 1].text)
        if token.pos_ not in ("ADJ", "NOUN", "PROPN") and token.tag_ not in ("VBN", "VBG") and token.text != "-":
            return None
    return None


def _is_name(token: Token) -> bool:
    """`Article 5`, `Task Force 50`: the number belongs to the name before it."""
    return token.pos_ == "PROPN" and token.text[0].isupper() and not token.is_sent_start


def _top(doc: Doc, start: int, end: int) -> int:
    node = doc[end - 1]
    while node.head != node and start <= node.head.i < end:
        node = node.head
    return node.i


def as_record(mention: QuantityMention, doc: Doc) -> dict[str, Any]:
    """The mention as the fields of `schemas.Quantity`."""
    start, last = doc[mention.start].idx, doc[mention.end - 1]
    end = last.idx + len(last)
    return {
        "text": source_text(doc, start, end),
        "start": start,
        "end": end,
        "value": mention.value,
        "unit": mention.unit,
        "currency": mention.currency,
        "what": mention.what,
    }


def quantities_for(trigger: Token) -> list[QuantityMention]:
    """The quantities in the arguments of the trigger, none from below another clause."""
    mentions = {m.head: m for m in within(trigger.doc._.quantities, trigger.sent)}
    if not mentions:
        return []
    reached = {token.i for token in _arguments(trigger)}
    return [m for head, m in sorted(mentions.items()) if head in reached]


def _arguments(trigger: Token) -> Iterator[Token]:
    """The tokens below the trigger that no other clause comes between; for a noun, those of its light verb too."""
    stack, seen = [trigger], 0
    while stack and seen < MAX_SUBTREE:
        node = stack.pop()
        seen += 1
        yield node
        stack += [child for child in node.children if not _is_clause(child)]


def _is_clause(token: Token) -> bool:
    return token.dep_ in CLAUSES or (token.dep_ in ("conj", "acl", "xcomp") and token.pos_ == "VERB")


@Language.factory("quantities", requires=["token.dep", "token.tag", "doc._.dates"], assigns=["doc._.quantities"])
def create_quantities(nlp: Language, name: str) -> "Quantities":
    """Make the component."""
    return Quantities()


class Quantities:
    """Sets `doc._.quantities`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.quantities = find_quantities(doc)
        return doc
