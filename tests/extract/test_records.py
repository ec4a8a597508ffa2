"""From an event under construction to its record: what is written, and what had better be left out."""

import pytest

from extract.dates import find_dates
from extract.event import Event
from extract.records import date_record
from extract.trigger_lexicon import trigger_rows
from schemas import Article, Paragraph, Published

PUBLISHED = Published(day="2024-05-05", precision="day", source="text", text="May 5, 2024")


def record_of(words, blank, *, status, published=PUBLISHED):
    """The date of an event in a text of these words."""
    doc = blank(words)
    doc._.article = Article(
        article_id="a",
        source_path="a.txt",
        source_sha256="0" * 64,
        encoding="utf-8",
        published=published,
        text=words,
        paragraphs=(Paragraph(start=0, end=len(words), kind="body"),),
    )
    event = Event(0, 1, 0, trigger_rows()[0], "AGREE", None, status=status)
    event.date = find_dates(doc)[0]
    return date_record(event, doc)


@pytest.mark.parametrize(
    ("words", "status", "days"),
    [
        ("agreed in 2030", "occurred", ("2030-01-01", "2030-12-31")),
        ("agreed in 2055", "occurred", None),
        ("agreed in 2055", "future", ("2055-01-01", "2055-12-31")),
        ("agreed in 1999", "occurred", ("1999-01-01", "1999-12-31")),
        ("agreed in 1999", "future", None),
        ("agreed in 1999", "hypothetical", ("1999-01-01", "1999-12-31")),
    ],
)
def test_a_date_that_cannot_be_that_of_the_act_is_left_out(blank, words, status, days):
    found = record_of(words, blank, status=status)
    assert (None if found is None else (found["start"], found["end"])) == days


def test_nothing_is_left_out_where_the_day_of_publication_is_unknown(blank):
    assert record_of("agreed in 2055", blank, status="occurred", published=None)["start"] == "2055-01-01"
