"""The explanations of article files, and the sentence cut at the words of an event's slots."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from flows.extraction import Coding, LeftOut, Taken, left_out, read_files
from flows.limits import OutOfTimeError, time_limit
from flows.progress import Progress, silent
from flows.terminal import printable
from flows.worker import load_model, one_line

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.explanation_parts import ExplainedEvent, Explanation

SLOTS = ("trigger", "actors", "recipients", "date", "place", "speaker", "instrument", "quantities")
"""The slots that have words of their own in the sentence, in the order of the legend."""


@dataclass(frozen=True)
class FileExplanation:
    """The explained articles of a file; `faults` and `notes` are as in `extraction.ArticleEvents`."""

    path: Path
    articles: tuple["Explanation", ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def explain_files(paths: Sequence[Path], coding: Coding, *, progress: Progress = silent) -> Iterator[FileExplanation]:
    """The explanations of each article of the files in turn, read as `extraction.extract_files` reads them."""
    loaded: dict[str, Language] = {}
    for path, found in read_files(paths, coding, progress=progress):
        if isinstance(found, LeftOut):
            told = left_out(path, found)
            yield FileExplanation(path, faults=told.faults, notes=told.notes)
            continue
        language = found.article.language
        if language not in loaded:
            loaded[language] = load_model(coding.models[language])
        yield explain_article(path, found, loaded[language], seconds=coding.article_seconds)


def explain_article(path: Path, found: Taken, nlp: "Language", *, seconds: float) -> FileExplanation:
    """The explanation of an article; one that fails is a fault."""
    from extract.explanation import explain

    try:
        with time_limit(seconds):
            return FileExplanation(path, (explain(nlp, found.article),))
    except OutOfTimeError:
        return FileExplanation(path, faults=(f"{found.name}: not done within {seconds:g} seconds",))
    except Exception as error:
        return FileExplanation(path, faults=(f"{found.name}: extraction failed: {one_line(error)}",))


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
