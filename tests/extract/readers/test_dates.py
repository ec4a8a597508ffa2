"""Dates of `Published:` lines."""

from datetime import date

import pytest

from extract.readers.dates import DayAndMonth, full_year, read_date_line


@pytest.mark.parametrize(
    ("line", "day", "precision"),
    [
        ("Published: 12/10/2025", date(2025, 12, 10), "day"),
        ("published : 12/10/2025 16:40", date(2025, 12, 10), "day"),
        ("Published: 26/9/2022", date(2022, 9, 26), "day"),
        ("Publicado: 26/9/2022", date(2022, 9, 26), "day"),
        ("Publicado: 12/10/2025", date(2025, 10, 12), "day"),
        ("Publicado el: 26 de septiembre de 2022", date(2022, 9, 26), "day"),
        ("Published: 2024-05-03", date(2024, 5, 3), "day"),
        ("Published: 2024-05-03T14:22:00Z", date(2024, 5, 3), "day"),
        ("Published: Friday, 3 May 2024", date(2024, 5, 3), "day"),
        ("Published: May 2024", date(2024, 5, 1), "month"),
        ("Published: 2024", date(2024, 1, 1), "year"),
        ("Date: 5/5/2024", date(2024, 5, 5), "day"),
        ("Wednesday, July 10, 2019", date(2019, 7, 10), "day"),
        ("3 May 2024, 14:22 GMT", date(2024, 5, 3), "day"),
        ("2024-05-03 14:22", date(2024, 5, 3), "day"),
    ],
)
def test_read(line: str, day: date, precision: str) -> None:
    found = read_date_line(line)
    assert found is not None
    assert found.reading is not None
    assert (found.reading.day, found.reading.precision) == (day, precision)
    assert not found.reading.ambiguous


@pytest.mark.parametrize(
    "line",
    [
        "Published: a book on the history of Peru",
        "July 10",
        "May 2024",
        "2024",
        "July 10, 2019 was a Wednesday",
        "The ministers met on July 10, 2019",
        "Published by the ministry",
    ],
)
def test_other_lines(line: str) -> None:
    assert read_date_line(line) is None


@pytest.mark.parametrize("line", ["Published: 30/30/2022", "Published: February 30, 2022", "Release date:"])
def test_date_line_without_a_possible_date(line: str) -> None:
    found = read_date_line(line)
    assert found is not None
    assert found.reading is None


def test_open_order() -> None:
    found = read_date_line("Date: 6/9/2022")
    assert found is not None
    assert found.reading is not None
    assert found.reading.ambiguous
    assert found.reading.precision == "year"
    hinted = read_date_line("Date: 6/9/2022", hint=DayAndMonth(6, 9))
    assert hinted is not None
    assert hinted.reading is not None
    assert hinted.reading.day == date(2022, 9, 6)


def test_full_year() -> None:
    assert [full_year(digits) for digits in ("2024", "89", "70", "69", "05")] == [2024, 1989, 1970, 2069, 2005]
