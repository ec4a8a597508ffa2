"""Docs built by hand: component tests need no trained model."""

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract import extensions, roles, triggers
from extract.actors import Actors

extensions.register()


@pytest.fixture(scope="session")
def blank() -> Language:
    return spacy.blank("en")


@pytest.fixture
def tree(blank: Language) -> Callable[[str], Doc]:
    """Build a parsed Doc from one token a line: `word/lemma/POS/TAG head relation`, heads counted from 1, 0 the root.

    Several sentences are parted by an empty line; their heads count from 1 again.
    """

    def build(rows: str) -> Doc:
        columns: dict[str, list[str]] = {name: [] for name in ("words", "lemmas", "pos", "tags", "deps")}
        heads: list[int] = []
        for sentence in rows.strip().split("\n\n"):
            base = len(heads)
            for line in sentence.strip().splitlines():
                token, head, dep = line.split()
                word, lemma, pos, tag = token.split("/")
                for name, value in zip(columns, (word, lemma, pos, tag, "ROOT" if dep == "root" else dep), strict=True):
                    columns[name].append(value)
                heads.append(base + int(head) - 1 if int(head) else len(heads))
        return Doc(blank.vocab, heads=heads, **columns)

    return build


@pytest.fixture
def coded(tree: Callable[[str], Doc], blank: Language) -> Callable[[str], Doc]:
    """A hand-built tree with its events as the frames fill them."""

    def run(rows: str) -> Doc:
        doc = Actors(blank)(tree(rows))
        doc._.events = triggers.find_events(doc)
        for event in doc._.events:
            roles.assign(event, doc)
        return doc

    return run
