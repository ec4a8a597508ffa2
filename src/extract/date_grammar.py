"""Finds date expressions in a text and reads them as unresolved expressions.

The grammar is a recursive descent over atoms (words, numbers, signs) with one function per form. It reads text, not
tokens, so it doesn't depend on how a tokenizer treats `Oct.`, `5-6` or `mid-2024`. Resolving an expression against a
publication date is the work of `date_resolution`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from extract.lexicons import read_rows


@dataclass(frozen=True, slots=True)
class Day:
    """`October 6, 2022`, `Oct. 6`, `6-7 October`: `last_day` where it is a run of days within the month."""

    month: int
    day: int
    year: int | None = None
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """`October`, `October 2022`; `shift` as in `last October`."""

    month: int
    year: int | None = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """`2022`."""

    year: int


@dataclass(frozen=True, slots=True)
class Decade:
    """`the 1980s`."""

    year: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """`Friday` (0 = Monday); `shift` as in `last Friday`."""

    day: int
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`on the 13th`."""

    day: int


@dataclass(frozen=True, slots=True)
class Deictic:
    """`today`, `yesterday`: days from the publication."""

    days: int


@dataclass(frozen=True, slots=True)
class Shifted:
    """`last year`, `this week`, `the weekend`: a unit of the calendar, counted from the current one."""

    unit: str
    shift: int | None


@dataclass(frozen=True, slots=True)
class Rolling:
    """`the past three weeks`, `the next 10 days`, `the coming months` (no count)."""

    unit: str
    count: int | None
    direction: int


@dataclass(frozen=True, slots=True)
class Ago:
    """`two weeks ago`; a negative count for `in two weeks`."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class SoFar:
    """`earlier this year`, `later this month`: the part of the interval on one side of the publication."""

    of: "Expression"
    past: bool


@dataclass(frozen=True, slots=True)
class Part:
    """`early 2017`, `mid-May`, `the end of the year`."""

    of: "Expression"
    name: str


@dataclass(frozen=True, slots=True)
class Slice:
    """`the first quarter of 2024`, `the first five months of 2016`, `the last two weeks of May` (`first` = -1)."""

    of: "Expression"
    unit: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Range:
    """`from 2022 to 2024`, `between March and May`."""

    first: "Expression"
    last: "Expression"


@dataclass(frozen=True, slots=True)
class Bound:
    """`since 2019`, `by Friday`, `until May`, `within 30 days`."""

    of: "Expression"
    kind: str


Expression = (
    Day
    | Month
    | Year
    | Decade
    | Weekday
    | DayOfMonth
    | Deictic
    | Shifted
    | Rolling
    | Ago
    | SoFar
    | Part
    | Slice
    | Range
    | Bound
)


class Atom(NamedTuple):
    """A word (lower case), number or sign with its place in the text."""

    text: str
    start: int
    end: int
    capital: bool


class Found(NamedTuple):
    """An expression with its place in the text."""

    start: int
    end: int
    expression: Expression


Parsed = tuple[Expression, int] | None
Rule = Callable[[Sequence[Atom], int], Parsed]

_ATOM = re.compile(r"\d{4}-\d{2}-\d{2}\b|\d+(?:st|nd|rd|th|s)\b|\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|\n|_+")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")
_DECADE = re.compile(r"(1[89]\d0|20\d0)s$")
_YEAR = re.compile(r"(1[89]\d\d|20\d\d)$")
OPENERS = frozenset({"the", "from", "between", "in"})
LOOK_AHEAD = 4
_DASHES = ("-", "–", "—")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAMES_TOO = frozenset({"march", "may", "april", "june", "august", "jan", "mar", "jun", "dec", "nov"})
"""Month names that are also words or names of people: bare, they need a preposition before them."""


@cache
def words() -> dict[str, dict[str, str]]:
    """The lexicon of date words: kind -> word -> value."""
    kinds: dict[str, dict[str, str]] = {}
    for row in read_rows("date_words", columns=("word", "kind", "value")):
        kinds.setdefault(row["kind"], {})[row["word"]] = row["value"]
    return kinds


@cache
def _signs() -> frozenset[str]:
    """Words that are a sign of a date by themselves."""
    kinds = ("month", "weekday", "unit", "unit_plural", "shift", "rolling", "deictic", "part", "so_far")
    return frozenset(chain.from_iterable(words()[kind] for kind in kinds))


@cache
def _openers() -> frozenset[str]:
    """Words that begin a date only with a sign soon after them."""
    return frozenset(chain.from_iterable(words()[kind] for kind in ("bound", "count", "ordinal"))) | OPENERS


def atoms_of(text: str) -> list[Atom]:
    """The atoms of the text, in order; a line break is an atom, so that no expression runs across it."""
    return [
        Atom(found.group().lower(), found.start(), found.end(), found.group()[0].isupper())
        for found in _ATOM.finditer(text)
    ]


def find(text: str) -> list[Found]:
    """All date expressions of the text, longest first at every place, without overlap."""
    atoms = atoms_of(text)
    found, i = [], 0
    while i < len(atoms):
        parsed = _expression(atoms, i) if _may_begin(atoms, i) else None
        if parsed is None:
            i += 1
            continue
        expression, j = parsed
        found.append(Found(atoms[i].start, atoms[j - 1].end, expression))
        i = j
    return found


def _may_begin(atoms: Sequence[Atom], i: int) -> bool:
    """A cheap look ahead, so that most words are passed over without trying the grammar."""
    word = atoms[i].text
    if word[0].isdigit() or word in _signs():
        return True
    if word not in _openers():
        return False
    return any(atom.text[0].isdigit() or atom.text in _signs() for atom in atoms[i + 1 : i + 1 + LOOK_AHEAD])


def _at(atoms: Sequence[Atom], i: int) -> str:
    return atoms[i].text if 0 <= i < len(atoms) else ""


def _value(kind: str, word: str) -> str | None:
    return words()[kind].get(word)


def _number(atoms: Sequence[Atom], i: int) -> int | None:
    """A small count at `i`, in digits or words."""
    word = _at(atoms, i)
    if word.isdecimal() and len(word) <= 3:
        return int(word)
    value = _value("count", word)
    return None if value is None else int(value)


def _any_unit(word: str) -> str | None:
    return _value("unit", word) or _value("unit_plural", word)


def _skip_dot(atoms: Sequence[Atom], i: int) -> int:
    return i + 1 if _at(atoms, i) == "." and i + 1 < len(atoms) and _at(atoms, i + 1)[:1].isdigit() else i


def _first(rules: Sequence[Rule], atoms: Sequence[Atom], i: int) -> Parsed:
    for rule in rules:
        if (parsed := rule(atoms, i)) is not None:
            return parsed
    return None


def _expression(atoms: Sequence[Atom], i: int) -> Parsed:
    parsed = _first((_bound, _between, _from_to, _span_of_years, _run, _simple), atoms, i)
    return None if parsed is None else _in_brackets(atoms, parsed) or parsed


def _in_brackets(atoms: Sequence[Atom], parsed: tuple[Expression, int]) -> Parsed:
    """`today (Wednesday)`, `on Wednesday (16 June)`: the same day once more; what stands in brackets is the firmer."""
    said, i = parsed
    if not isinstance(said, Deictic | Weekday) or _at(atoms, i) != "(":
        return None
    inner = _simple(atoms, i + 1)
    if inner is None or not isinstance(inner[0], Weekday | Day) or _at(atoms, inner[1]) != ")":
        return None
    return inner[0], inner[1] + 1


def _simple(atoms: Sequence[Atom], i: int) -> Parsed:
    rules = (_iso, _slice, _part, _so_far, _day, _month, _ago, _in_future, _rolling)
    return _first((*rules, _shifted, _weekday, _deictic, _day_of_month, _decade, _year), atoms, i)


def _bound(atoms: Sequence[Atom], i: int) -> Parsed:
    kind = _value("bound", _at(atoms, i))
    if kind is None:
        return None
    if kind == "within":
        return _within(atoms, i + 1)
    parsed = _simple(atoms, i + 1) if kind != "before" or _at(atoms, i + 1) != "the" else None
    if parsed is None or _has_genitive(atoms, parsed[1]):
        return None
    return Bound(parsed[0], kind), parsed[1]


def _within(atoms: Sequence[Atom], i: int) -> Parsed:
    i += _at(atoms, i) == "the"
    i += _at(atoms, i) == "next"
    count, unit = _number(atoms, i), _any_unit(_at(atoms, i + 1))
    return None if count is None or unit is None else (Bound(Rolling(unit, count, 1), "within"), i + 2)


def _has_genitive(atoms: Sequence[Atom], i: int) -> bool:
    """`after Tuesday's meeting` bounds the act by the meeting, not by the day."""
    return _at(atoms, i) in ("'", "’") and _at(atoms, i + 1) == "s"


def _between(atoms: Sequence[Atom], i: int) -> Parsed:
    if _at(atoms, i) != "between":
        return None
    return _run(atoms, i + 1) or _joined(atoms, i + 1, ("and",))


def _from_to(atoms: Sequence[Atom], i: int) -> Parsed:
    if _at(atoms, i) != "from":
        return None
    return _run(atoms, i + 1) or _joined(atoms, i + 1, ("to", "until", "till", "through", *_DASHES))


def _joined(atoms: Sequence[Atom], i: int, joints: Sequence[str]) -> Parsed:
    first = _simple(atoms, i) or _bare_day_month(atoms, i)
    if first is None or _at(atoms, first[1]) not in joints:
        return None
    last = _simple(atoms, first[1] + 1) or _bare_day_month(atoms, first[1] + 1)
    return None if last is None else (Range(first[0], last[0]), last[1])


def _bare_day_month(atoms: Sequence[Atom], i: int) -> Parsed:
    """A month after `from` or `between` needs no further sign that it is one."""
    month = _value("month", _at(atoms, i))
    return (Month(int(month)), i + 1) if month and atoms[i].capital else None


def _span_of_years(atoms: Sequence[Atom], i: int) -> Parsed:
    """`2022-2024`, `March-May 2023`, `March to May`."""
    if _at(atoms, i + 1) not in (*_DASHES, "to"):
        return None
    if _YEAR.match(_at(atoms, i)) and _YEAR.match(_at(atoms, i + 2)) and _at(atoms, i + 2) > _at(atoms, i):
        return Range(Year(int(_at(atoms, i))), Year(int(_at(atoms, i + 2)))), i + 3
    first = _bare_day_month(atoms, i)
    last = _month(atoms, i + 2) or _bare_day_month(atoms, i + 2) if first else None
    return None if first is None or last is None else (Range(first[0], last[0]), last[1])


def _run(atoms: Sequence[Atom], i: int) -> Parsed:
    """Days of one month: `Feb. 6-7`, `July 4 and 14`, `5-6 April 2016`, `6 to 9 May`."""
    return _first((_run_month_first, _run_day_first), atoms, i)


def _run_month_first(atoms: Sequence[Atom], i: int) -> Parsed:
    month = _value("month", _at(atoms, i))
    at = _skip_dot(atoms, i + 1)
    first, last = _day_number(atoms, at), _day_number(atoms, at + 2)
    if not month or not first or not last or first >= last or _at(atoms, at + 1) not in (*_DASHES, "and", "to"):
        return None
    year, end = _comma_year(atoms, at + 3)
    return _checked_day(int(month), first, year, end, last_day=last)


def _run_day_first(atoms: Sequence[Atom], i: int) -> Parsed:
    first, last = _day_number(atoms, i), _day_number(atoms, i + 2)
    month = _value("month", _at(atoms, i + 3))
    if not month or not first or not last or first >= last or _at(atoms, i + 1) not in (*_DASHES, "and", "to"):
        return None
    year, end = _comma_year(atoms, _skip_dot(atoms, i + 4))
    return _checked_day(int(month), first, year, end, last_day=last)


def _iso(atoms: Sequence[Atom], i: int) -> Parsed:
    found = _ISO.match(_at(atoms, i))
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return _checked_day(month, day, year, i + 1)


def _checked_day(month: int, day: int, year: int | None, end: int, *, last_day: int | None = None) -> Parsed:
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return None
    if last_day is not None and last_day > _DAYS_IN_MONTH[month - 1]:
        return None
    return Day(month, day, year, last_day), end


def _day_number(atoms: Sequence[Atom], i: int) -> int | None:
    word = _at(atoms, i)
    found = _ORDINAL.match(word)
    digits = found.group(1) if found else word
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None


def _comma_year(atoms: Sequence[Atom], i: int) -> tuple[int | None, int]:
    """The year that may follow a day or month, with or without comma, and where reading goes on."""
    at = i + (_at(atoms, i) in (",", "of"))
    if _YEAR.match(_at(atoms, at)):
        return int(_at(atoms, at)), at + 1
    return None, i


def _day(atoms: Sequence[Atom], i: int) -> Parsed:
    """`Thursday, October 6, 2022`, `Oct. 6`, `6 October 2022`, `the 6th of October`."""
    if _value("weekday", _at(atoms, i)) and atoms[i].capital:
        at = i + 1 + (_at(atoms, i + 1) == ",")
        at += _at(atoms, at) == "the"
        return _run(atoms, at) or _month_day(atoms, at) or _day_month(atoms, at)
    at = i + (_at(atoms, i) == "the")
    return _month_day(atoms, at) or _day_month(atoms, at)


def _month_day(atoms: Sequence[Atom], i: int) -> Parsed:
    month = _value("month", _at(atoms, i))
    if month is None or not atoms[i].capital:
        return None
    at = _skip_dot(atoms, i + 1)
    day = _day_number(atoms, at)
    if day is None or _at(atoms, at + 1) in ("%", "percent", "million", ":"):
        return None
    year, end = _comma_year(atoms, at + 1)
    return _checked_day(int(month), day, year, end)


def _day_month(atoms: Sequence[Atom], i: int) -> Parsed:
    day = _day_number(atoms, i)
    at = i + 1 + (_at(atoms, i + 1) == "of")
    month = _value("month", _at(atoms, at))
    if day is None or month is None or not atoms[at].capital:
        return None
    year, end = _comma_year(atoms, _skip_dot(atoms, at + 1))
    return _checked_day(int(month), day, year, end)


def _month(atoms: Sequence[Atom], i: int) -> Parsed:
    month = _value("month", _at(atoms, i))
    if month is None or not atoms[i].capital:
        return None
    year, end = _comma_year(atoms, _skip_dot(atoms, i + 1))
    if year is None and _at(atoms, i) in _NAMES_TOO and not _value("before_bare_month", _at(atoms, i - 1)):
        return None
    return Month(int(month), year), end


def _slice(atoms: Sequence[Atom], i: int) -> Parsed:
    """`the first quarter of next year`, `second half of 2024`, `the first five months of 2016`."""
    i += _at(atoms, i) == "the"
    word = _at(atoms, i)
    first = _value("ordinal", word)
    number = _ORDINAL.match(word)
    position = -1 if word == "last" else int(first) if first else int(number.group(1)) if number else 0
    at = i + 1
    count = _number(atoms, at)
    at += count is not None
    unit = _any_unit(_at(atoms, at))
    if not position or unit in (None, "hour", "decade", "year") or _at(atoms, at + 1) != "of":
        return None
    whole = _whole(atoms, at + 2)
    return None if whole is None or unit is None else (Slice(whole[0], unit, position, count or 1), whole[1])


def _whole(atoms: Sequence[Atom], i: int) -> Parsed:
    """What can be divided: a year or month, `next year`, `the year`."""
    if _at(atoms, i) == "the" and _value("unit", _at(atoms, i + 1)) in ("year", "month", "week", "quarter", "decade"):
        return Shifted(_at(atoms, i + 1), 0), i + 2
    return _first((_shifted, _bounded_month, _decade, _year), atoms, i)


def _bounded_month(atoms: Sequence[Atom], i: int) -> Parsed:
    return _month(atoms, i) or _bare_day_month(atoms, i)


def _part(atoms: Sequence[Atom], i: int) -> Parsed:
    """`early 2017`, `late June`, `mid-May`, `the beginning of next year`, `the end of the year`."""
    i += _at(atoms, i) == "the"
    name = _value("part", _at(atoms, i))
    if name is None:
        return None
    at = i + 1 + (_at(atoms, i + 1) in ("of", "in", *_DASHES))
    whole = _whole(atoms, at)
    return None if whole is None else (Part(whole[0], name), whole[1])


def _so_far(atoms: Sequence[Atom], i: int) -> Parsed:
    """`earlier this year`, `earlier in the week`, `earlier in April`, `later today`."""
    side = _value("so_far", _at(atoms, i))
    if side is None:
        return None
    at = i + 1 + (_at(atoms, i + 1) in ("in", "on"))
    whole = _deictic(atoms, at) or _whole(atoms, at)
    return None if whole is None else (SoFar(whole[0], side == "until_now"), whole[1])


def _ago(atoms: Sequence[Atom], i: int) -> Parsed:
    count = _number(atoms, i)
    at = i + 1 + (_at(atoms, i) == "a" and _at(atoms, i + 1) == "couple")
    if at > i + 1:
        count, at = 2, at + (_at(atoms, at) == "of")
    unit = _any_unit(_at(atoms, at))
    if count is None or unit is None or _at(atoms, at + 1) != "ago":
        return None
    return Ago(unit, count), at + 2


def _in_future(atoms: Sequence[Atom], i: int) -> Parsed:
    """`in two weeks`: only a future act reads it so; for others it is a duration."""
    count, unit = _number(atoms, i + 1), _any_unit(_at(atoms, i + 2))
    if _at(atoms, i) != "in" or count is None or unit is None or _at(atoms, i + 3) in ("of", "-"):
        return None
    return Ago(unit, -count), i + 3


def _rolling(atoms: Sequence[Atom], i: int) -> Parsed:
    """`the past three weeks`, `the last year`, `the next 10 days`, `the coming months`."""
    the = _at(atoms, i) == "the"
    i += the
    shift = _value("rolling", _at(atoms, i))
    if shift is None and _at(atoms, i) in ("last", "next"):
        shift = _value("shift", _at(atoms, i))
    if shift is None:
        return None
    count = _number(atoms, i + 1)
    at = i + 1 + (count is not None)
    single, plural = _value("unit", _at(atoms, at)), _value("unit_plural", _at(atoms, at))
    listed = _value("rolling", _at(atoms, i)) is not None
    if single == "weekend" or plural == "weekend" or (single and count is None and not (the or listed)):
        return None
    if single is None and plural is None:
        return None
    return Rolling(single or plural or "", count if count or plural else 1, int(shift)), at + 1


def _shifted(atoms: Sequence[Atom], i: int) -> Parsed:
    """`last year`, `this weekend`, `next Monday`, `last August`, `over the weekend`, `this morning`."""
    if _at(atoms, i) == "the" and _at(atoms, i + 1) == "weekend":
        return Shifted("weekend", None), i + 2
    shift = _value("shift", _at(atoms, i))
    if shift is None:
        return None
    word, n = _at(atoms, i + 1), int(shift)
    unit, weekday, month = _value("unit", word), _value("weekday", word), _value("month", word)
    if unit in ("week", "weekend", "month", "quarter", "year", "decade"):
        return Shifted(unit, n), i + 2
    if weekday:
        return Weekday(int(weekday), n), i + 2
    if month and atoms[i + 1].capital:
        return Month(int(month), None, n), i + 2
    if _value("daypart", word) and (n == 0 or word == "night"):
        return Deictic(n), i + 2
    return None


def _weekday(atoms: Sequence[Atom], i: int) -> Parsed:
    day = _value("weekday", _at(atoms, i))
    if day is None or not atoms[i].capital or _value("not_before_weekday", _at(atoms, i - 1)):
        return None
    return Weekday(int(day)), i + 1


def _deictic(atoms: Sequence[Atom], i: int) -> Parsed:
    days = _value("deictic", _at(atoms, i))
    return None if days is None else (Deictic(int(days)), i + 1)


def _day_of_month(atoms: Sequence[Atom], i: int) -> Parsed:
    """`on the 13th`, when nothing follows that the ordinal could count."""
    found = _ORDINAL.match(_at(atoms, i + 1))
    if _at(atoms, i) != "the" or _at(atoms, i - 1) != "on" or not found or not 1 <= int(found.group(1)) <= 31:
        return None
    after = _at(atoms, i + 2)
    if after[:1].isalpha() and after not in ("and", "in", "at", "to"):
        return None
    return DayOfMonth(int(found[1])), i + 2


def _decade(atoms: Sequence[Atom], i: int) -> Parsed:
    i += _at(atoms, i) == "the"
    found = _DECADE.match(_at(atoms, i))
    return (Decade(int(found.group(1))), i + 1) if found else None


def _year(atoms: Sequence[Atom], i: int) -> Parsed:
    if not _YEAR.match(_at(atoms, i)) or _value("not_before_year", _at(atoms, i - 1)):
        return None
    if _at(atoms, i - 1) in ("$", "€", "£", *_DASHES, "/", "#") and _at(atoms, i - 2) != "mid":
        return None
    if _at(atoms, i + 1) in ("%", "percent", "/"):
        return None
    return Year(int(_at(atoms, i))), i + 1
