"""Resolves date expressions to intervals of days against a publication date.

Nothing is guessed: what the words leave open stays open or gives no interval at all.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import singledispatch

from extract.date_grammar import (
    Ago,
    Bound,
    Day,
    DayOfMonth,
    Decade,
    Deictic,
    Expression,
    Month,
    Part,
    Range,
    Rolling,
    Shifted,
    Slice,
    SoFar,
    Weekday,
    Year,
)

DAY = timedelta(days=1)
_DAYS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
_PARTS_OF_YEAR = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "end": (12, 12)}
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (20, 31), "end": (21, 31)}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative date hangs on: the day of publication (null if unknown) and the direction of the act in time.

    `direction` is -1 for the past, 1 for the future, 0 where the act may lie on either side.
    """

    published: date | None
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """Days `start` to `end`, both included; either is null where the interval is open."""

    start: date | None
    end: date | None
    precision: str


def resolve_expression(expression: Expression, anchor: Anchor) -> Interval | None:
    """The interval of an expression; null where it can't be told without guessing, or lies outside the calendar."""
    try:
        interval = _interval(expression, anchor)
    except (OverflowError, ValueError):
        return None
    if interval is None or (interval.start and interval.end and interval.start > interval.end):
        return None
    return interval


@singledispatch
def _interval(expression: Expression, anchor: Anchor) -> Interval | None:
    raise TypeError(f"no rule for {type(expression).__name__}")


def _one(day: date) -> Interval:
    return Interval(day, day, "day")


def _month_of(year: int, month: int) -> Interval:
    return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _calendar(unit: str, day: date) -> Interval | None:
    """The calendar unit that holds the day."""
    if unit == "week":
        return Interval(_monday(day), _monday(day) + 6 * DAY, "week")
    if unit == "month":
        return _month_of(day.year, day.month)
    if unit == "year":
        return Interval(date(day.year, 1, 1), date(day.year, 12, 31), "year")
    if unit == "decade":
        first = day.year // 10 * 10
        return Interval(date(first, 1, 1), date(first + 9, 12, 31), "interval")
    if unit in ("quarter", "half"):
        months = _MONTHS[unit]
        first_day = date(day.year, (day.month - 1) // months * months + 1, 1)
        return Interval(first_day, _add_months(first_day, months) - DAY, unit)
    return _one(day) if unit == "day" else None


def _nearest(candidates: list[Interval], anchor: Anchor) -> Interval | None:
    """The candidate nearest to the publication on the side that the direction allows; it may hold the day itself."""
    published = anchor.published
    if published is None:
        return None
    if anchor.direction < 0:
        candidates = [c for c in candidates if c.start and c.start <= published]
    elif anchor.direction > 0:
        candidates = [c for c in candidates if c.end and c.end >= published]
    return min(candidates, key=lambda c: _distance(c, published), default=None)


def _distance(interval: Interval, day: date) -> int:
    if interval.start and day < interval.start:
        return (interval.start - day).days
    return max((day - interval.end).days, 0) if interval.end else 0


def _years_around(day: date) -> range:
    return range(day.year - 1, day.year + 2)


@_interval.register
def _(expression: Day, anchor: Anchor) -> Interval | None:
    if expression.year is not None:
        return _days(expression, expression.year)
    if anchor.published is None:
        return None
    days = [d for year in _years_around(anchor.published) if (d := _days(expression, year))]
    return _nearest(days, anchor)


def _days(expression: Day, year: int) -> Interval | None:
    """The day or run of days in the given year; null for 29 February of a common year."""
    last = expression.last_day or expression.day
    if last > monthrange(year, expression.month)[1]:
        return None
    first = date(year, expression.month, expression.day)
    return Interval(first, first.replace(day=last), "day" if last == expression.day else "interval")


@_interval.register
def _(expression: Month, anchor: Anchor) -> Interval | None:
    if expression.year is not None:
        return _month_of(expression.year, expression.month)
    published = anchor.published
    if published is None:
        return None
    months = [_month_of(year, expression.month) for year in _years_around(published)]
    if expression.shift is None:
        return _nearest(months, anchor)
    if expression.shift:
        months = [month for month in months if month != _month_of(published.year, published.month)]
    return _nearest(months, replace(anchor, direction=expression.shift))


@_interval.register
def _(expression: Year, anchor: Anchor) -> Interval | None:
    return _calendar("year", date(expression.year, 1, 1))


@_interval.register
def _(expression: Decade, anchor: Anchor) -> Interval | None:
    return _calendar("decade", date(expression.year, 1, 1))


@_interval.register
def _(expression: Weekday, anchor: Anchor) -> Interval | None:
    published = anchor.published
    if published is None:
        return None
    if expression.shift is not None:
        return _one(_monday(published) + (7 * expression.shift + expression.day) * DAY)
    back = (published.weekday() - expression.day) % 7
    ahead = (expression.day - published.weekday()) % 7
    return _one(published + ahead * DAY if anchor.direction > 0 else published - back * DAY)


@_interval.register
def _(expression: DayOfMonth, anchor: Anchor) -> Interval | None:
    published = anchor.published
    if published is None:
        return None
    months = [_add_months(published.replace(day=1), n) for n in (-1, 0, 1)]
    days = [_one(m.replace(day=expression.day)) for m in months if expression.day <= monthrange(m.year, m.month)[1]]
    return _nearest(days, anchor)


@_interval.register
def _(expression: Deictic, anchor: Anchor) -> Interval | None:
    return None if anchor.published is None else _one(anchor.published + expression.days * DAY)


@_interval.register
def _(expression: Shifted, anchor: Anchor) -> Interval | None:
    published, shift = anchor.published, expression.shift or 0
    if published is None:
        return None
    if expression.unit == "weekend":
        return _weekend(published, expression.shift, anchor.direction)
    day = _moved(published.replace(day=1) if expression.unit in _MONTHS else published, expression.unit, shift)
    whole = _calendar(expression.unit, day)
    if whole is None or shift or anchor.direction >= 0:
        return whole
    return Interval(whole.start, published, whole.precision)


def _weekend(published: date, shift: int | None, direction: int) -> Interval:
    saturday = _monday(published) + 5 * DAY
    if shift is None or shift == 0:
        begun = published >= saturday
        saturday = saturday if begun or direction > 0 or shift == 0 else saturday - 7 * DAY
    else:
        saturday += shift * 7 * DAY
    return Interval(saturday, saturday + DAY, "interval")


@_interval.register
def _(expression: Rolling, anchor: Anchor) -> Interval | None:
    published = anchor.published
    if published is None:
        return None
    if expression.count is None:
        return Interval(published, None, "open") if expression.direction > 0 else Interval(None, published, "open")
    other = _moved(published, expression.unit, expression.count * expression.direction)
    return Interval(min(published, other), max(published, other), "interval")


def _moved(day: date, unit: str, count: int) -> date:
    if unit in _MONTHS:
        return _add_months(day, count * _MONTHS[unit])
    if unit == "hour":
        days = -(-abs(count) // 24)
        return day + (days if count > 0 else -days) * DAY
    return day + count * _DAYS[unit] * DAY


@_interval.register
def _(expression: Ago, anchor: Anchor) -> Interval | None:
    published = anchor.published
    if published is None or expression.unit in ("weekend", "half") or (expression.count < 0 and anchor.direction <= 0):
        return None
    day = _moved(published, expression.unit, -expression.count)
    if expression.unit == "hour":
        return _one(day) if expression.count < 0 else Interval(day, published, "interval")
    unit = "week" if expression.unit == "fortnight" else expression.unit
    return _calendar(unit, day)


@_interval.register
def _(expression: SoFar, anchor: Anchor) -> Interval | None:
    whole, published = _interval(expression.of, anchor), anchor.published
    if whole is None or published is None or not whole.start or not whole.end:
        return None
    if whole.precision == "day" or not whole.start <= published <= whole.end:
        return whole
    if expression.past:
        return Interval(whole.start, published, "interval")
    return Interval(published, whole.end, "interval")


@_interval.register
def _(expression: Part, anchor: Anchor) -> Interval | None:
    whole = _interval(expression.of, anchor)
    if whole is None or whole.start is None or whole.end is None:
        return None
    if whole.precision == "year":
        first, last = _PARTS_OF_YEAR[expression.name]
        year = whole.start.year
        return Interval(date(year, first, 1), _month_of(year, last).end, "interval")
    if whole.precision == "month":
        first, last = _PARTS_OF_MONTH[expression.name]
        return Interval(whole.start.replace(day=first), whole.start.replace(day=min(last, whole.end.day)), "interval")
    return _third(whole.start, whole.end, expression.name)


def _third(start: date, end: date, name: str) -> Interval:
    length = (end - start).days + 1
    place = {"early": 0, "mid": 1, "late": 2, "end": 2}[name]
    first = start + length * place // 3 * DAY
    return Interval(first, max(first, start + length * (place + 1) // 3 * DAY - DAY), "interval")


@_interval.register
def _(expression: Slice, anchor: Anchor) -> Interval | None:
    whole = _interval(expression.of, anchor)
    if whole is None or whole.start is None or whole.end is None:
        return None
    if expression.unit == "half" and whole.precision == "month":
        return Interval(whole.start, whole.start.replace(day=15), "half") if expression.first == 1 else None
    if expression.first < 0:
        start, end = _moved(whole.end + DAY, expression.unit, -expression.count), whole.end
    else:
        start = _moved(whole.start, expression.unit, (expression.first - 1) * expression.count)
        end = _moved(start, expression.unit, expression.count) - DAY
    if start < whole.start or end > whole.end or end < start:
        return None
    named = expression.count == 1 and expression.unit in ("day", "week", "month", "quarter", "half")
    return Interval(start, end, expression.unit if named else "interval")


@_interval.register
def _(expression: Range, anchor: Anchor) -> Interval | None:
    last = _interval(expression.last, anchor)
    if last is None or last.end is None:
        return None
    first = _interval(_with_year(expression.first, last), Anchor(last.end, -1))
    if first is None or first.start is None:
        return None
    return Interval(first.start, last.end, "interval")


def _with_year(first: Expression, last: Interval) -> Expression:
    """`from March to May 2022`: the first member takes the year of the last, unless that would turn them round."""
    if isinstance(first, Day | Month) and first.year is None and last.end is not None:
        year = last.end.year - (first.month > last.end.month)
        return replace(first, year=year)
    return first


@_interval.register
def _(expression: Bound, anchor: Anchor) -> Interval | None:
    published = anchor.published
    if expression.kind == "within":
        return _interval(expression.of, anchor) if anchor.direction > 0 else None
    if expression.kind == "since":
        whole = _interval(expression.of, replace(anchor, direction=-1))
        return None if whole is None or whole.start is None else _until_now(whole.start, published)
    whole = _interval(expression.of, anchor)
    if whole is None or expression.kind == "after" or whole.start is None or whole.end is None:
        return None if whole is None or whole.end is None else Interval(whole.end + DAY, None, "open")
    last = whole.start - DAY if expression.kind == "before" else whole.end
    if published is not None and anchor.direction > 0 and published <= last:
        return Interval(published, last, "interval")
    return Interval(None, last, "open")


def _until_now(start: date, published: date | None) -> Interval:
    """`since 2019` runs to the day of the report where that is known."""
    return Interval(start, None, "open") if published is None else Interval(start, published, "interval")
