"""Dates as pages, feeds and dumps state them for programs: ISO, RFC 2822, seconds since 1970; or in words."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate, parsedate_to_datetime

from extract.readers.dates import DateReading, read_date

MAX_LENGTH = 100
EARLIEST, LATEST = 1850, 2100
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?=$|[T\s])")
SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T\d)")
EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
MILLISECONDS = 1e11
# In these languages numbers stand day first; in English both orders are in use.
DAY_FIRST = frozenset({
    "ar", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "gl", "id", "it", "nl", "no", "pl", "pt", "ro", "ru", "sk",
    "sl", "sv", "tr", "uk",
})  # fmt: skip
URL_DATE = re.compile(r"(?<![\d/])/((?:19|20)\d{2})/(\d{2})/(\d{2})(?=[/.-]|$)")


def read_stated(value: object, *, order: str = "unknown") -> DateReading | None:
    """A date stated in a field; None for none that can be read. The day is the one printed, in its own time zone.

    `order` is the order of day and month in numbers; where it is unknown and matters, only the year is sure
    (`DateReading.ambiguous`).
    """
    text = value.isoformat() if isinstance(value, date) else str(value or "").strip()
    if not text or len(text) > MAX_LENGTH or isinstance(value, bool):
        return None
    reading = _iso(text) or _epoch(text) or _letter_date(text) or read_date(text, order=order)
    return reading if reading is not None and EARLIEST <= reading.day.year <= LATEST else None


def read_moment(value: str | None) -> str | None:
    """The moment stated in a field, in UTC (`2026-03-05T17:20:00`), or its day alone; None for none that is sure."""
    text = (value or "").strip()[:MAX_LENGTH]
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if (moment.hour, moment.minute) != (0, 0) and EARLIEST <= moment.year <= LATEST:
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return zoned.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
    reading = read_stated(text)
    return reading.day.isoformat() if reading and reading.precision == "day" and not reading.ambiguous else None


def order_in(language: str | None) -> str:
    """The order of day and month in numbers of a language: `dmy`, or `unknown`."""
    return "dmy" if (language or "").replace("_", "-").split("-")[0].lower() in DAY_FIRST else "unknown"


def _iso(text: str) -> DateReading | None:
    match = ISO.match(text) or SLASHED.match(text) or COMPACT.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        found = date(year, month, day or 1)
    except ValueError:
        return None
    return DateReading(found, "day" if day else "month", text)


def _epoch(text: str) -> DateReading | None:
    if not EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    moment = datetime.fromtimestamp(seconds / 1000 if seconds > MILLISECONDS else seconds, UTC)
    return DateReading(moment.date(), "day", text)


def _letter_date(text: str) -> DateReading | None:
    """RFC 2822: `Sun, 06 Sep 2009 16:20:00 +0000`."""
    if not re.search(r"[A-Za-z]{3}", text) or ":" not in text:
        return None
    try:
        parts = parsedate(text)
        return None if parts is None else DateReading(date(*parts[:3]), "day", text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def date_in_url(url: str | None) -> DateReading | None:
    """The date in the path of an address: `/2024/05/31/`."""
    match = URL_DATE.search(url or "")
    if match is None:
        return None
    try:
        return DateReading(date(*(int(part) for part in match.groups())), "day", match[0])
    except ValueError:
        return None
