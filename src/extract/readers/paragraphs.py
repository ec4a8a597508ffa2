"""From text to paragraphs: blank lines, one-line paragraphs, and hard-wrapped lines that belong together."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

# A page is hard-wrapped when its lines are no longer than this and mostly break in mid-sentence.
WRAP_WIDTH = 100
MIN_BREAKS = 3
MIN_SHARE = 0.6
MIN_WIDTH = 45
# A wrapped line this much shorter than the others ended on purpose.
SHORT_LINE = 0.7
INDENT = 2
SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*$")


class Line(NamedTuple):
    """A line without the white space around it.

    `indent` counts what stood before, `open_end` tells that some stood after; `alone`: it is a paragraph by itself.
    """

    text: str
    start: int
    end: int
    indent: int
    open_end: bool
    alone: bool


def split_paragraphs(
    text: str, *, opens: Callable[[str], bool], stands_alone: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """The paragraphs of a text as (start, end), trimmed, in order; every visible character lies in exactly one.

    Blank lines part paragraphs. Inside a block each line is a paragraph of its own, unless the page is hard-wrapped.
    Even then a line for which `opens` is true begins a paragraph (an inline dateline), and one that `stands_alone` is
    a whole one (credits, sign-offs), unless the line before it breaks in mid-sentence.
    """
    blocks = _blocks(text, stands_alone=stands_alone)
    width = _wrap_width(blocks)
    mixed_case = any(character.islower() for character in text)
    paragraphs = []
    for number, block in enumerate(blocks):
        start = block[0].start
        for line, following in pairwise(block):
            headline = number == 0 and line is block[0] and mixed_case
            parted = line.alone or following.alone or opens(following.text)
            if not _continues(line, width) and (parted or not _joined(line, following, width, headline)):
                paragraphs.append((start, line.end))
                start = following.start
        paragraphs.append((start, block[-1].end))
    return paragraphs


def _continues(line: Line, width: int | None) -> bool:
    """Whether a wrapped line runs on in the next one for sure: it is full, and no sentence ends with it."""
    if width is None or not SHORT_LINE * width < len(line.text) <= WRAP_WIDTH:
        return False
    return SENTENCE_END.search(line.text) is None


def _blocks(text: str, *, stands_alone: Callable[[str], bool]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    position, open_block = 0, False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            if not open_block:
                blocks.append([])
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            end = start + len(stripped)
            blocks[-1].append(Line(stripped, start, end, indent, raw != raw.rstrip(), stands_alone(stripped)))
        open_block = bool(stripped)
        position += len(raw) + 1
    return blocks


def _wrap_width(blocks: list[list[Line]]) -> int | None:
    """The width that the page is wrapped to; None where it isn't hard-wrapped."""
    wrapped = [block for block in blocks if all(len(line.text) <= WRAP_WIDTH for line in block)]
    breaks = [line for block in wrapped for line in block[:-1] if not line.alone]
    if len(breaks) < MIN_BREAKS:
        return None
    if not _mostly(not SENTENCE_END.search(line.text) for line in breaks):
        return None
    if not _mostly(len(line.text) >= MIN_WIDTH for line in breaks):
        return None
    return max(len(line.text) for line in breaks)


def _mostly(values: Iterable[bool]) -> bool:
    answers = list(values)
    return sum(answers) >= MIN_SHARE * len(answers)


def _joined(line: Line, following: Line, width: int | None, headline: bool) -> bool:
    if width is None or len(line.text) > WRAP_WIDTH:
        # A link in the page breaks its sentence: the white space around the link is kept, and a small letter follows.
        spaced = line.open_end or following.indent > 0
        return spaced and not SENTENCE_END.search(line.text) and following.text[0].islower()
    if following.indent >= line.indent + INDENT:
        return False
    room = width - len(line.text) - 1 - len(following.text.split()[0])
    if len(line.text) > SHORT_LINE * width or room < 0:
        return True
    ends = SENTENCE_END.search(line.text) is not None or (headline and not following.text[0].islower())
    return not ends
