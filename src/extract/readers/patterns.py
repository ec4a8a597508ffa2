"""The known lines of agency pages: credits, sign-offs, boilerplate, names of agencies; from the lexicons."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple, cast, get_args

from extract.lexicons import read_rows
from schemas.article import ParagraphKind
from schemas.errors import LexiconError

Position = Literal["line", "start", "end", "tail", "opener"]
PATTERN_COLUMNS = ("kind", "position", "pattern", "example")
# Patterns of whole lines and line ends look at no more than this, so that a huge paragraph costs nothing.
LINE_LENGTH = 300
SIGN_OFF = re.compile(
    r"(?<=[.!?\"”’')\]])\s+(?P<sign>\(?(?P<agency>[^\W\d_][\w./ -]{1,24}?)\)?\.?(?:\s+[a-z]{2,5}(?:/[a-z]{2,5})+)?)\s*$"
)
NEVER = r"(?!)"
AROUND_SIGNS = " ().-–—"
CODES = re.compile(r"[A-Za-z]{2,6}(?:/[A-Za-z]{2,6})*")
END_MARK = re.compile(r"\((?:END|FIN|ENDS)\)")


class WirePattern(NamedTuple):
    """A row of `wire_patterns.csv`.

    `position`: the pattern is the whole paragraph (`line`; `tail`: only after the last body paragraph; `opener`: the
    headings that follow belong to it), its `start` or its `end`.
    """

    kind: ParagraphKind
    position: Position
    pattern: re.Pattern[str]
    example: str


@cache
def wire_patterns() -> tuple[WirePattern, ...]:
    """All rows of `wire_patterns.csv`; raises `LexiconError` for a kind, position or pattern that can't be used."""
    return tuple(
        _wire_pattern(line, row)
        for line, row in enumerate(read_rows("wire_patterns", columns=PATTERN_COLUMNS), start=2)
    )


def _wire_pattern(line: int, row: dict[str, str]) -> WirePattern:
    for column, known in (("kind", get_args(ParagraphKind)), ("position", get_args(Position))):
        if row[column] not in known:
            raise LexiconError("wire_patterns.csv", line, f"unknown {column} {row[column]!r}")
    pattern = f"(?:{row['pattern']})" + (r"\s*\Z" if row["position"] == "end" else "")
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise LexiconError("wire_patterns.csv", line, str(error)) from error
    return WirePattern(cast(ParagraphKind, row["kind"]), cast(Position, row["position"]), compiled, row["example"])


def matches(wire: WirePattern, text: str) -> bool:
    """Whether the pattern fits a paragraph (stripped, on one line)."""
    if wire.position == "start":
        return wire.pattern.match(text) is not None
    if wire.position == "end":
        return wire.pattern.search(text, max(0, len(text) - LINE_LENGTH)) is not None
    return len(text) <= LINE_LENGTH and wire.pattern.fullmatch(text) is not None


def find_pattern(text: str, *, kinds: tuple[ParagraphKind, ...], positions: tuple[Position, ...]) -> WirePattern | None:
    """The first pattern of the given kinds and positions that fits a paragraph."""
    wires, whole, start, end = _chosen(kinds, positions)
    # Most paragraphs fit none: one look with all patterns at once says so.
    if not (
        (len(text) <= LINE_LENGTH and whole.fullmatch(text))
        or start.match(text)
        or end.search(text, max(0, len(text) - LINE_LENGTH))
    ):
        return None
    return next((wire for wire in wires if matches(wire, text)), None)


class Chosen(NamedTuple):
    """Some of the patterns, and the same as one alternation for each way to match them."""

    wires: tuple[WirePattern, ...]
    whole: re.Pattern[str]
    start: re.Pattern[str]
    end: re.Pattern[str]


@cache
def _chosen(kinds: tuple[ParagraphKind, ...], positions: tuple[Position, ...]) -> Chosen:
    wires = tuple(wire for wire in wire_patterns() if wire.kind in kinds and wire.position in positions)
    starts = [wire for wire in wires if wire.position == "start"]
    ends = [wire for wire in wires if wire.position == "end"]
    whole = [wire for wire in wires if wire.position not in ("start", "end")]
    return Chosen(wires, _alternation(whole), _alternation(starts), _alternation(ends))


def _alternation(wires: Sequence[WirePattern]) -> re.Pattern[str]:
    return re.compile("|".join(wire.pattern.pattern for wire in wires) or NEVER)


@cache
def _agencies() -> dict[str, str]:
    rows = read_rows("agencies", columns=("alias", "agency"))
    return {row["alias"].casefold(): row["agency"] for row in rows}


def known_agency(text: str) -> str | None:
    """The usual name of an agency that the lexicon knows: `AP` -> `Associated Press`."""
    return _agencies().get(text.strip(AROUND_SIGNS).casefold())


def is_agency_sign(text: str, *, agency: str | None) -> bool:
    """Whether a line is nothing but the name of an agency: one of the lexicon, or `agency`, the one of the dateline."""
    return known_agency(text) is not None or text.strip(AROUND_SIGNS) == agency


def is_publisher_line(text: str) -> bool:
    """Whether a line, alone at the top of a page, names its publisher."""
    return known_agency(text) is not None or find_pattern(text, kinds=("publisher",), positions=("line",)) is not None


def closing_sign(text: str, *, agency: str | None) -> int | None:
    """Where the agency's sign at the end of the last paragraph starts (`... with Peru. EFE`); None without one.

    A sign is an agency of the lexicon, or `agency`, the one of the dateline as printed.
    """
    tail = max(0, len(text) - LINE_LENGTH)
    match = SIGN_OFF.search(text, tail)
    if match is None:
        return None
    name = match["agency"].strip(" .-")
    # Some names of agencies are words: at the end of a paragraph only the capital letters tell a sign.
    is_sign = name == agency or (known_agency(name) is not None and name.upper() == name)
    return match.start("sign") if is_sign else None


def author_codes(signoff: str) -> tuple[str, ...]:
    """The authors' codes of a sign-off: `(END) NDP/RMCH` -> NDP, RMCH; `pbc/gdl` -> pbc, gdl; none in a sentence."""
    words = [word for word in END_MARK.sub(" ", signoff).split() if known_agency(word) is None]
    if not all(CODES.fullmatch(word) for word in words):
        return ()
    if not END_MARK.search(signoff) and not any("/" in word for word in words):
        return ()
    return tuple(code for word in words for code in word.split("/"))
