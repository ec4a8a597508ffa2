"""Datelines: what an agency prints of place, day, hour and its own name, before the text or on a line of its own."""

import re
from functools import cache
from typing import NamedTuple

from extract.lexicons import read_rows
from extract.readers.dates import PrintedDate, month_date, printed_date
from extract.readers.patterns import known_agency
from schemas.article import Dateline

# How far into a paragraph a dateline may reach.
MAX_LENGTH = 120
MAX_PLACE_WORDS = 9
AGENCY = r"(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<slashed>[A-Z][\w ]{1,30})/)"
DASH = r"(?:--|[–—-])"
PLACE = r"(?P<place>[^\W\d_][^()|\d:\n]{1,70}?)"
# Words of names of places that may be written small; the first ones also open a name (`The Hague`, `Los Andes`).
ARTICLES = frozenset({"al", "el", "la", "las", "los", "the"})
PARTICLES = ARTICLES | {"and", "at", "da", "de", "del", "di", "do", "dos", "du", "in", "near", "of", "on", "y"}
HOUR = re.compile(r"(?P<hour>\d{1,2}[:.h]\d{2})\s*(?:[ap]\.?m\.?|h|hrs|GMT|UTC)?\s*\|\s*", re.IGNORECASE)


class FoundDateline(NamedTuple):
    """A dateline, and the full date in it where it prints a year. Offsets count from the start of the paragraph."""

    dateline: Dateline
    printed: PrintedDate | None


class Form(NamedTuple):
    """One way to print a dateline before the text; `weak` ones have neither agency nor date to be sure by."""

    pattern: re.Pattern[str]
    weak: bool


@cache
def _forms() -> tuple[Form, ...]:
    day = rf"(?:,?\s+(?P<date>{month_date()}))"
    return (
        Form(re.compile(rf"{PLACE}{day}?\s*,?\s*{AGENCY}\s*(?:\.?\s*{DASH}|[.:])\s*"), weak=False),
        Form(re.compile(rf"{PLACE}{day}\s*[.,]?\s*(?:--|[–—:]|-(?=\s))\s*"), weak=False),
        Form(re.compile(rf"{PLACE}\s+{DASH}\s+(?=[\W\dA-ZÀ-Þ])"), weak=True),
        Form(re.compile(rf"{PLACE}:\s+(?=[\W\dA-ZÀ-Þ])"), weak=True),
    )


@cache
def _standalone() -> re.Pattern[str]:
    return re.compile(rf"{PLACE}(?:,?\s+(?P<date>{month_date()}))?\s*,?\s*{AGENCY}?\s*[.:–—-]*\s*\Z")


def standalone_dateline(text: str) -> FoundDateline | None:
    """A paragraph that is a dateline and nothing else: `16:00 | Lima, Dec. 10.`, `Lima, December 20 (EFE)`."""
    if len(text) > MAX_LENGTH:
        return None
    hour = HOUR.match(text)
    start = hour.end() if hour else 0
    match = _standalone().match(text, start)
    if match is None or not (match["date"] or (hour and len(match["place"].split()) <= MAX_PLACE_WORDS)):
        return None
    if not is_place(match["place"]):
        return None
    return _found(match, text, end=len(text.rstrip()), hour=hour["hour"] if hour else None)


def inline_dateline(text: str, *, weak: bool = True) -> FoundDateline | None:
    """The dateline that opens a paragraph: `Lima, December 20 (EFE). – `, `Doha, Qatar - `, `WASHINGTON (Reuters) - `.

    Without an agency or a date (`weak`) it needs a place in capitals, or a place with its country and a spaced dash.
    """
    for form in _forms():
        match = form.pattern.match(text, 0, MAX_LENGTH)
        if match is None or (form.weak and not (weak and _is_sure(match))):
            continue
        if is_place(match["place"]) and text[match.end() :].strip():
            found = _found(match, text, end=len(match[0].rstrip()))
            return found if _begins_sentence(found, text[match.end() :]) else None
    return None


def _begins_sentence(found: FoundDateline, rest: str) -> bool:
    """After `The Organization of American States (OAS) - ` the sentence goes on: its short name is no agency."""
    sure = found.printed is not None or (found.dateline.agency and known_agency(found.dateline.agency))
    return bool(sure) or not rest.lstrip()[0].islower()


def _is_sure(match: re.Match[str]) -> bool:
    place = match["place"]
    return place.isupper() or ("," in place and ":" not in match[0])


def is_place(text: str) -> bool:
    """Whether a dateline's words can be the name of a place: capitalised words, joined by few known small ones."""
    words = [word for word in re.split(r"[\s,/-]+", text.strip(" ,.")) if word]
    if not 1 <= len(words) <= MAX_PLACE_WORDS or words[0] in _not_places():
        return False
    named = [word for word in words if word.casefold() not in PARTICLES]
    opens = words[0] in named or words[0].casefold() in ARTICLES
    return bool(named) and opens and all(word[0].isupper() for word in [words[0], *named])


@cache
def _not_places() -> frozenset[str]:
    return frozenset(row["word"] for row in read_rows("not_places", columns=("word",)))


def _found(match: re.Match[str], text: str, *, end: int, hour: str | None = None) -> FoundDateline:
    groups = match.groupdict()
    printed = printed_date(match) if groups.get("date") else None
    agency = groups.get("agency") or groups.get("slashed")
    dateline = Dateline(
        text=text[:end],
        start=0,
        end=end,
        place=match["place"].strip(" ,."),
        month=printed.month if printed else None,
        day=printed.day if printed else None,
        hour=hour,
        agency=(known_agency(agency) or agency.strip()) if agency else None,
    )
    return FoundDateline(dateline, printed)
