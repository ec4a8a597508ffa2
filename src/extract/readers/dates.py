"""Dates as agency pages print them in `Published:` lines and datelines."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from extract.lexicons import read_rows
from schemas.article import DatePrecision

CENTURY_PIVOT = 70  # two-digit years: 70 to 99 are of the last century
MAX_LINE = 100
DATE_LIKE = re.compile(r"[\d:]")
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
YEAR_ONLY = re.compile(r"\s*(\d{4})\s*\.?\s*")
CLOCK = re.compile(r"[\s,|;.-]*(?:at\s+)?(?:\d{1,2}[:.h]\d{2}(?::\d{2})?)?\s*(?:[ap]\.?m\.?|[A-Z]{2,4}|hrs?|h)?[\s.)]*")


class DateReading(NamedTuple):
    """A date with its precision; `ambiguous` where day and month could not be told apart (only the year is sure)."""

    day: date
    precision: DatePrecision
    text: str
    ambiguous: bool = False


class DateLine(NamedTuple):
    """A line that states a date: `reading` is None where the date can't be; `use` is `published` or `ignored`.

    A line without a label (`Wednesday, July 10, 2019`) may as well be a heading: where it stands decides.
    """

    reading: DateReading | None
    use: str
    labelled: bool


class DayAndMonth(NamedTuple):
    """The day and month that a dateline prints, a hint for numbers whose order isn't known."""

    day: int
    month: int


class DateLabel(NamedTuple):
    """A row of `date_labels.csv`: a word that opens a date line, and the order of day and month after it."""

    label: str
    order: str
    use: str
    pattern: re.Pattern[str]


@cache
def months() -> dict[str, int]:
    """Month names and abbreviations (lower case) with their numbers."""
    return {
        row["name"].casefold(): int(row["month"]) for row in read_rows("months", columns=("name", "month", "language"))
    }


@cache
def month_date() -> str:
    """A pattern for `Dec. 10`, `December 20, 2023`, `12 Mar 1990`, `26 de septiembre de 2022`.

    Its groups are `month_1 day_1 year_1` (month first) and `day_2 month_2 year_2` (day first).
    """
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    day, name = r"\d{1,2}", rf"(?i:{names})\b\.?"
    year = r"\d{4}(?![\d:])|\d{2}(?![\d:])"
    return (
        rf"(?:(?P<month_1>{name})\s+(?P<day_1>{day})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year_1>\d{{4}})(?!\d))?"
        rf"|(?P<day_2>{day})(?:st|nd|rd|th)?\s+(?:de\s+)?(?P<month_2>{name})(?:,?\s+(?:del?\s+)?(?P<year_2>{year}))?)"
    )


class PrintedDate(NamedTuple):
    """The parts of a date as printed; the year may be missing."""

    day: int
    month: int
    year: int | None

    def as_date(self) -> date | None:
        """The calendar day; None without a year, or where that year has no such day."""
        return None if self.year is None else _day(self.year, self.month, self.day)


def printed_date(match: re.Match[str]) -> PrintedDate | None:
    """The parts of a match of `month_date`; None where there is no such day."""
    day = int(match["day_1"] or match["day_2"])
    month = months()[(match["month_1"] or match["month_2"]).rstrip(".").casefold()]
    year = match["year_1"] or match["year_2"]
    # 2024 is a leap year: 29 February stands without a year.
    if _day(2024, month, day) is None:
        return None
    return PrintedDate(day, month, full_year(year) if year else None)


def full_year(digits: str) -> int:
    """`2024` -> 2024, `89` -> 1989, `24` -> 2024."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= CENTURY_PIVOT else 2000)


def read_date_line(text: str, *, hint: DayAndMonth | None = None) -> DateLine | None:
    """A whole line that states a date: `Published: 12/10/2025`, `Wednesday, July 10, 2019`; None for other lines.

    `hint` decides between day and month where the label leaves their order open.
    """
    if len(text) > MAX_LINE or not DATE_LIKE.search(text):
        return None
    for label in _labels():
        match = label.pattern.match(text)
        if match is not None:
            return _after_label(text[match.end() :], label, hint=hint)
    reading, end = _read(text, order="unknown", hint=hint)
    if end is None or not CLOCK.fullmatch(text, end):
        return None
    if reading is not None and reading.precision != "day" and not reading.ambiguous:
        return None
    return DateLine(reading, "published", labelled=False)


def read_date(text: str, *, order: str = "unknown") -> DateReading | None:
    """A date by itself, perhaps with a clock time after it: `26/9/2022`, `Mon, 6 Sep 2009 16:20`; None for others.

    `order` (`mdy`, `dmy`, `unknown`) is the order of day and month in numbers.
    """
    reading, end = _read(text[:MAX_LINE], order=order, hint=None)
    return None if end is None else reading


def _after_label(rest: str, label: DateLabel, *, hint: DayAndMonth | None) -> DateLine | None:
    if not rest.strip():
        return DateLine(None, label.use, labelled=True)
    reading, end = _read(rest, order=label.order, hint=hint)
    return None if end is None else DateLine(reading, label.use, labelled=True)


@cache
def _labels() -> tuple[DateLabel, ...]:
    rows = read_rows("date_labels", columns=("label", "order", "use", "language"))
    return tuple(
        DateLabel(row["label"], row["order"], row["use"], re.compile(rf"\s*{re.escape(row['label'])}\s*:\s*", re.I))
        for row in rows
    )


@cache
def _worded() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[^\W\d_]{{3,10}}\.?,?\s+)?{month_date()}")


@cache
def _month_and_year() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    return re.compile(rf"\s*(?P<month>(?i:{names}))\b\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})(?!\d)")


def _read(text: str, *, order: str, hint: DayAndMonth | None) -> tuple[DateReading | None, int | None]:
    """The date that opens `text`, and its end: (None, end) for a date that can't be, (None, None) for no date."""
    start = len(text) - len(text.lstrip())
    if match := ISO.match(text, start):
        year, month, day = (int(part) for part in match.groups())
        return _reading(_day(year, month, day), "day", match), match.end()
    if match := NUMERIC.match(text, start):
        return _numeric(match, order=order, hint=hint), match.end()
    if match := _worded().match(text):
        printed = printed_date(match)
        if printed is None or printed.year is None:
            return None, match.end() if printed is None else None
        return _reading(_day(printed.year, printed.month, printed.day), "day", match), match.end()
    if match := _month_and_year().match(text):
        month = months()[match["month"].casefold()]
        return _reading(_day(int(match["year"]), month, 1), "month", match), match.end()
    if match := YEAR_ONLY.fullmatch(text):
        return _reading(_day(int(match[1]), 1, 1), "year", match), match.end()
    return None, None


def _numeric(match: re.Match[str], *, order: str, hint: DayAndMonth | None) -> DateReading | None:
    first, second, year = int(match[1]), int(match[3]), full_year(match[4])
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    if month_first is None or day_first is None or month_first == day_first:
        return _reading(month_first or day_first, "day", match)
    if order in ("mdy", "dmy"):
        return _reading(month_first if order == "mdy" else day_first, "day", match)
    if hint is not None:
        for reading in (month_first, day_first):
            if (reading.day, reading.month) == hint:
                return _reading(reading, "day", match)
    return DateReading(date(year, 1, 1), "year", match[0].strip(), ambiguous=True)


def _reading(day: date | None, precision: DatePrecision, match: re.Match[str]) -> DateReading | None:
    return None if day is None else DateReading(day, precision, match[0].strip())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
