"""Every row of the trigger lexicon has a sentence of its own in `trigger_examples.csv`, and fires on it.

A new row needs a new example, keyed by the row's lemma, part of speech and needs: a plain sentence in the style of an
agency, with invented happenings, that no other row of another meaning takes.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from extract import pipeline
from extract.trigger_lexicon import TriggerRow, trigger_rows
from schemas import Article, Paragraph, Published

EXAMPLES = Path(__file__).with_name("trigger_examples.csv")
PUBLISHED = Published(day=date(2026, 3, 9), precision="day", source="option")
MOST_MISSES = 0.03
MISSES = frozenset({
    ("committed", "ADJ", ""),
    ("prepared", "ADJ", "xcomp"),
    ("build-up", "NOUN", ""),
    ("sit-in", "NOUN", ""),
    ("re-election", "NOUN", "to=council|board|committee|body"),
    ("order", "VERB", "subj=ACTOR obj=@force xcomp"),
    ("pull out", "VERB", "of=@accord"),
    ("hacking", "NOUN", ""),
    ("lifting", "NOUN", "of=@sanction|@ban"),
    ("bloodshed", "NOUN", ""),
    ("uncover", "VERB", "subj=ARMED obj=drug|weapon|cocaine|explosive|cache|gun|marijuana|body"),
    ("shred", "VERB", "subj=ACTOR"),
})  # fmt: skip
"""Rows that the language model's trees may keep from firing: participles it reads as verbs or adjectives, and words
that it parts."""

Key = tuple[str, str, str]


def examples() -> list[tuple[Key, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return [((row["lemma"], row["pos"], row["needs"]), row["example"]) for row in csv.DictReader(file)]


def rows() -> dict[Key, TriggerRow]:
    with (Path(pipeline.__file__).parent / "lexicons/triggers.csv").open(encoding="utf-8", newline="") as file:
        keys = [(row["lemma"], row["pos"], row["needs"]) for row in csv.DictReader(file)]
    return dict(zip(keys, trigger_rows(), strict=True))


def meaning(row: TriggerRow) -> tuple[str, str, str, str | None]:
    return row.lemma, row.pos, row.event_type, row.mode


def article(number: int, text: str) -> Article:
    paragraph = Paragraph(start=0, end=len(text), kind="body")
    return Article(
        article_id=f"example-{number}",
        source_path="example",
        source_sha256="0" * 64,
        text=text,
        paragraphs=(paragraph,),
        encoding="utf-8",
        published=PUBLISHED,
    )


@pytest.fixture(scope="module")
def fired() -> dict[Key, bool]:
    """Whether a row of the same word and meaning makes an event of its type, or one that its future turned."""
    nlp = pipeline.build()
    nlp.get_pipe("confidence").least = 0.0
    given = examples()
    docs = nlp.pipe(pipeline.make_doc(nlp, article(i, text)) for i, (_, text) in enumerate(given))
    found = {}
    for (key, _), doc in zip(given, docs, strict=True):
        row = rows()[key]
        events = [event for event in doc._.events if meaning(event.row) == meaning(row)]
        found[key] = any(event.event_type == row.event_type or event.status == "future" for event in events)
    return found


def test_every_row_has_one_example() -> None:
    keys = [key for key, _ in examples()]
    assert len(keys) == len(set(keys))
    assert set(rows()) - set(keys) == set(), "rows without an example"
    assert set(keys) - set(rows()) == set(), "examples without a row"


def test_every_row_fires_on_its_example(fired: dict[Key, bool]) -> None:
    silent = {key for key, found in fired.items() if not found}
    assert silent - MISSES == set()


def test_few_rows_are_let_off() -> None:
    assert set(rows()) >= MISSES
    assert len(MISSES) <= MOST_MISSES * len(rows())
