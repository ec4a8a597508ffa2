"""The explanations of article files, and the sentence cut at the words of an event's slots."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from flows.extraction import read_articles
from flows.terminal import printable
from flows.worker import load_model, one_line
from schemas import Article, ArticleMetadata

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.explanation_parts import ExplainedEvent, Explanation

SLOTS = ("trigger", "actors", "recipients", "date", "place", "speaker", "instrument", "quantities")
"""The slots that have words of their own in the sentence, in the order of the legend."""


@dataclass(frozen=True)
class FileExplanation:
    """The explained articles of a file; `faults` says in a line each what failed."""

    path: Path
    articles: tuple["Explanation", ...] = ()
    faults: tuple[str, ...] = ()


def explain_files(
    paths: Sequence[Path],
    *,
    model: str,
    metadata: Mapping[str, ArticleMetadata],
    published: str | None = None,
) -> Iterator[FileExplanation]:
    """The explanations of each file in turn, read as `extraction.extract_files` reads them."""
    nlp: Language | None = None
    for path in paths:
        articles, faults = read_articles(path, metadata=metadata, published=published)
        if articles and nlp is None:
            nlp = load_model(model)
        yield FileExplanation(path, (), tuple(faults)) if nlp is None else explain_articles(path, articles, faults, nlp)


def explain_articles(
    path: Path, articles: Sequence[Article], faults: Sequence[str], nlp: "Language"
) -> FileExplanation:
    """The explanations of the articles of a file; one that fails is a fault."""
    from extract.explanation import explain

    explained, failed = [], list(faults)
    for article in articles:
        try:
            explained.append(explain(nlp, article))
        except Exception as error:
            failed.append(f"{path}: extraction failed: {one_line(error)}")
    return FileExplanation(path, tuple(explained), tuple(failed))


def as_json(explanation: "Explanation") -> str:
    """One line of JSON."""
    return json.dumps(asdict(explanation), ensure_ascii=True)


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence and the slot whose words it belongs to, empty for none."""

    text: str
    slot: str


def pieces(text: str, start: int, event: "ExplainedEvent") -> list[Piece]:
    """A sentence that begins at the offset `start`, cut where the words of the event's slots begin and end.

    Where the words of two slots overlap the shorter ones show. Control characters are taken out after the cutting.
    """
    marks = [
        (begin - start, end - start, slot.name)
        for slot in event.slots
        if slot.name in SLOTS
        for begin, end in slot.spans
        if start <= begin < end <= start + len(text)
    ]
    cuts = sorted({0, len(text), *(cut for begin, end, _ in marks for cut in (begin, end))})
    found = []
    for begin, end in pairwise(cuts):
        over = [(last - first, SLOTS.index(name)) for first, last, name in marks if first <= begin and end <= last]
        found.append(Piece(printable(text[begin:end]), SLOTS[min(over)[1]] if over else ""))
    return found
