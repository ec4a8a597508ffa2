"""Every sense in `other_senses.csv` is seen in its example, whose word could otherwise be read as an event."""

import csv
from pathlib import Path

import pytest

from extract import pipeline
from extract.trigger_lexicon import parse_need, trigger_index
from extract.triggers import Clause, other_sense
from schemas import Article, Paragraph

EXAMPLES = Path(__file__).with_name("other_sense_examples.csv")
LEXICON = Path(pipeline.__file__).parent / "lexicons/other_senses.csv"

Key = tuple[str, str, str]


def keyed(path: Path) -> dict[Key, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["lemma"], row["pos"], row["needs"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def article(text: str) -> Article:
    paragraph = Paragraph(start=0, end=len(text), kind="body")
    return Article(
        article_id="example",
        source_path="example",
        source_sha256="0" * 64,
        text=text,
        paragraphs=(paragraph,),
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def taken() -> dict[Key, tuple[bool, bool]]:
    """Whether the sense is seen in its example, and whether its word became an event all the same."""
    nlp = pipeline.build()
    nlp.get_pipe("confidence").least = 0.0
    found = {}
    for key, row in keyed(EXAMPLES).items():
        doc = nlp(pipeline.make_doc(nlp, article(row["example"])))
        needs = tuple(parse_need(text, line=0) for text in row["needs"].split())
        seen = {
            token.i
            for token in doc
            if (sense := other_sense(Clause(token))) is not None
            and (sense.lemma, sense.pos, sense.needs) == (row["lemma"], row["pos"], needs)
        }
        found[key] = bool(seen), any(event.head in seen for event in doc._.events)
    return found


def test_every_sense_has_an_example() -> None:
    assert keyed(EXAMPLES).keys() == keyed(LEXICON).keys()


def test_every_sense_is_seen_in_its_example(taken: dict[Key, tuple[bool, bool]]) -> None:
    assert [key for key, (seen, _) in taken.items() if not seen] == []


def test_no_event_is_made_of_another_sense(taken: dict[Key, tuple[bool, bool]]) -> None:
    assert [key for key, (_, event) in taken.items() if event] == []


def test_every_sense_is_of_a_word_that_can_be_an_event() -> None:
    words = {(lemma.partition(" ")[0], pos) for lemma, pos in trigger_index()}
    assert {(lemma.partition(" ")[0], pos) for lemma, pos, _ in keyed(LEXICON)} <= words
