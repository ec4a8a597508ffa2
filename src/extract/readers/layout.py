"""What each paragraph of an agency page is: title, body, dateline, credit, sign-off, ..."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extract.readers.datelines import FoundDateline, inline_dateline, standalone_dateline
from extract.readers.dates import read_date_line
from extract.readers.patterns import closing_sign, find_pattern, is_agency_sign, is_publisher_line, known_agency
from schemas.article import Dateline, Paragraph, ParagraphKind

MAX_TITLE = 200
MAX_TITLE_SENTENCE = 150
MAX_HEADING = 80
MAX_HEADING_WORDS = 12
MIN_REPEATED = 20
# The dateline stands within the first paragraphs of text: after headline, repeated headline and standfirst.
HEAD = 5
WIRE_KINDS: tuple[ParagraphKind, ...] = ("credit", "signoff", "boilerplate")
# Of these the headline is followed where it ends in a full stop.
AFTER_TITLE: tuple[ParagraphKind, ...] = ("dateline", "credit", "published")
ABBREVIATION_END = re.compile(r"(?:\b[^\W\d_]\.){2,}[\"”’')]*$")
HEADING_END = re.compile(r"[.:,;…–—-][\"”’')\]]*$")
GLUED_TITLE = re.compile(r"(?P<title>[^.]{15,140}(?<!\b[A-Z])\.) +(?=[\"“A-Z])")
MIN_TITLE_WORDS = 3
# In title case only small words (`with`, `over`) are written small.
LONG_WORD = 4


class Piece(NamedTuple):
    """A paragraph on its way: `text[start:end]` (on one line as `flat`) and its kind, None while not decided."""

    start: int
    end: int
    flat: str
    kind: ParagraphKind | None = None
    opens: bool = False


class Layout(NamedTuple):
    """The paragraphs of a page with their kinds, and the dateline found on the way."""

    paragraphs: tuple[Paragraph, ...]
    dateline: FoundDateline | None


def stands_alone(line: str) -> bool:
    """Whether a line is a paragraph of its own, whatever stands around it: a credit, a sign-off, a date, a dateline."""
    if len(line) > MAX_TITLE:
        return False
    return (
        find_pattern(line, kinds=WIRE_KINDS, positions=("line", "opener", "start")) is not None
        or known_agency(line) is not None
        or read_date_line(line) is not None
        or standalone_dateline(line) is not None
    )


def opens_paragraph(line: str) -> bool:
    """Whether a line begins a paragraph: it opens with a dateline."""
    return inline_dateline(line, weak=False) is not None


def lay_out(text: str, spans: Sequence[tuple[int, int]], *, known: Mapping[int, ParagraphKind] | None = None) -> Layout:
    """Decide the kind of each paragraph of `text`; paragraphs with a dateline or a closing sign in them are parted.

    `known` are the kinds that the page itself marks, by number of the span: a title is one for sure, the others
    (headings) may still be a credit or a `Read also`.
    """
    pieces = [_known_kind(text, start, end) for start, end in spans]
    for number, kind in (known or {}).items():
        if kind == "title" or pieces[number].kind is None:
            pieces[number] = pieces[number]._replace(kind=kind, opens=False)
    pieces = _belonging_to_openers(pieces)
    pieces = _publisher(_bare_dates(pieces))
    pieces, dateline = _dateline(pieces)
    agency = dateline.dateline.agency if dateline else None
    pieces = _closing(_tail(pieces, agency=agency), agency=agency)
    pieces = _glued_title(_titles(pieces))
    pieces = _body(pieces)
    return Layout(tuple(Paragraph(start=p.start, end=p.end, kind=p.kind or "body") for p in pieces), dateline)


def _known_kind(text: str, start: int, end: int) -> Piece:
    flat = text[start:end].replace("\n", " ")
    piece = Piece(start, end, flat)
    line = read_date_line(flat)
    if line is not None and line.labelled:
        return piece._replace(kind="published")
    wire = find_pattern(flat, kinds=WIRE_KINDS, positions=("line", "opener", "start", "end"))
    if wire is not None:
        return piece._replace(kind=wire.kind, opens=wire.position == "opener")
    if line is None and not any(character.isalpha() for character in flat):
        return piece._replace(kind="boilerplate")
    return piece


def _belonging_to_openers(pieces: list[Piece]) -> list[Piece]:
    """Headings after `Read also:` are links of that list."""
    found: list[Piece] = []
    for piece in pieces:
        previous = found[-1] if found else None
        if piece.kind is None and previous is not None and previous.opens and is_heading(piece.flat, MAX_TITLE):
            piece = piece._replace(kind=previous.kind, opens=True)
        found.append(piece)
    return found


def _bare_dates(pieces: list[Piece]) -> list[Piece]:
    """Dates without a label are the publication's only before the first paragraph of text, or after the last one."""
    undecided = _undecided(pieces)
    dates = {number for number in undecided if read_date_line(pieces[number].flat) is not None}
    texts = [number for number in undecided if number not in dates]
    # The first of them may be a headline with a full stop.
    first = next((number for number in texts[1:] if not is_heading(pieces[number].flat, MAX_TITLE)), len(pieces))
    last = texts[-1] if texts else -1
    return [
        piece._replace(kind="published") if number in dates and (number < first or number > last) else piece
        for number, piece in enumerate(pieces)
    ]


def _undecided(pieces: Sequence[Piece]) -> list[int]:
    return [number for number, piece in enumerate(pieces) if piece.kind is None]


def _publisher(pieces: list[Piece]) -> list[Piece]:
    first = _undecided(pieces)[:2]
    if len(first) == 2 and is_publisher_line(pieces[first[0]].flat):
        return _with_kind(pieces, first[0], "publisher")
    return pieces


def _with_kind(pieces: list[Piece], number: int, kind: ParagraphKind) -> list[Piece]:
    return [*pieces[:number], pieces[number]._replace(kind=kind), *pieces[number + 1 :]]


def _dateline(pieces: list[Piece]) -> tuple[list[Piece], FoundDateline | None]:
    for number in _undecided(pieces)[:HEAD]:
        piece = pieces[number]
        alone = standalone_dateline(piece.flat)
        if alone is not None:
            return _with_kind(pieces, number, "dateline"), _moved(alone, piece.start)
        inline = inline_dateline(piece.flat)
        # `PERU: Ministers sign plan` is a headline, not a dateline with a short text after it.
        if inline is not None and not (_is_weak(inline) and is_heading(piece.flat, MAX_TITLE)):
            parted = _parted(piece, inline.dateline.end, before="dateline", after=None)
            return [*pieces[:number], *parted, *pieces[number + 1 :]], _moved(inline, piece.start)
    return pieces, None


def _is_weak(found: FoundDateline) -> bool:
    return found.dateline.agency is None and found.printed is None


def _moved(found: FoundDateline, offset: int) -> FoundDateline:
    start, end = found.dateline.start + offset, found.dateline.end + offset
    return found._replace(dateline=Dateline(**{**found.dateline.model_dump(), "start": start, "end": end}))


def _parted(piece: Piece, at: int, *, before: ParagraphKind | None, after: ParagraphKind | None) -> tuple[Piece, Piece]:
    head, tail = piece.flat[:at].rstrip(), piece.flat[at:].lstrip()
    return (
        Piece(piece.start, piece.start + len(head), head, before),
        Piece(piece.end - len(tail), piece.end, tail, after),
    )


def _tail(pieces: list[Piece], *, agency: str | None) -> list[Piece]:
    """Sign-offs and notes that are sure only after the last paragraph of the body."""
    found = list(pieces)
    for number in range(len(found) - 1, -1, -1):
        piece = found[number]
        if piece.kind is not None:
            continue
        wire = find_pattern(piece.flat, kinds=("signoff", "boilerplate"), positions=("tail",))
        if wire is not None:
            found[number] = piece._replace(kind=wire.kind)
        elif number > 0 and is_agency_sign(piece.flat, agency=agency):
            found[number] = piece._replace(kind="signoff")
        else:
            break
    return found


def _closing(pieces: list[Piece], *, agency: str | None) -> list[Piece]:
    undecided = _undecided(pieces)
    if not undecided:
        return pieces
    last = undecided[-1]
    at = closing_sign(pieces[last].flat, agency=agency)
    if at is None:
        return pieces
    return [*pieces[:last], *_parted(pieces[last], at, before=None, after="signoff"), *pieces[last + 1 :]]


def _titles(pieces: list[Piece]) -> list[Piece]:
    undecided = _undecided(pieces)
    marked = next((piece.flat for piece in pieces if piece.kind == "title"), None)
    if marked is not None:
        return _below_title(pieces, marked, undecided)
    if not undecided or not _is_title(pieces, undecided[0]):
        return pieces
    return _below_title(_with_kind(pieces, undecided[0], "title"), pieces[undecided[0]].flat, undecided[1:])


def _below_title(pieces: list[Piece], title: str, undecided: Sequence[int]) -> list[Piece]:
    found = pieces
    for number in undecided[: HEAD - 1]:
        if _repeats(title, pieces[number].flat):
            found = _with_kind(found, number, "title")
        elif is_heading(pieces[number].flat, MAX_TITLE) and number != undecided[-1]:
            return _with_kind(found, number, "subtitle")
        else:
            break
    return found


def _is_title(pieces: Sequence[Piece], number: int) -> bool:
    flat = pieces[number].flat
    if number > 0 and pieces[number - 1].kind == "dateline":
        return False
    if is_heading(flat, MAX_TITLE):
        return True
    following = pieces[number + 1].kind if number + 1 < len(pieces) else None
    one_sentence = len(flat) <= MAX_TITLE_SENTENCE and not re.search(r"[a-z]{2}[.!?] ", flat)
    return one_sentence and following in AFTER_TITLE


def _repeats(title: str, text: str) -> bool:
    """Pages print the headline again above the text, sometimes cut short in one of the places."""
    one, other = sorted((title.casefold().rstrip(" .…"), text.casefold().rstrip(" .…")), key=len)
    if one == other:
        return True
    return len(one) >= MIN_REPEATED and other.startswith(one) and len(other) <= MAX_TITLE


def is_heading(text: str, longest: int) -> bool:
    """Whether a paragraph reads like a headline: short, begins like one, without a full stop or colon at the end."""
    if len(text) > longest or not any(character.isalpha() for character in text):
        return False
    if text[0].islower():
        return False
    return HEADING_END.search(text) is None or ABBREVIATION_END.search(text) is not None


def _glued_title(pieces: list[Piece]) -> list[Piece]:
    """Part `Ministers Sign Border Plan. The ministers of ...`, where a page was saved as a single line."""
    undecided = _undecided(pieces)
    if len(undecided) != 1 or any(piece.kind == "title" for piece in pieces):
        return pieces
    number = undecided[0]
    match = GLUED_TITLE.match(pieces[number].flat)
    if match is None or not _is_title_case(match["title"]):
        return pieces
    return [*pieces[:number], *_parted(pieces[number], match.end(), before="title", after=None), *pieces[number + 1 :]]


def _is_title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[\w'’-]+", text) if len(word) >= LONG_WORD]
    if len(words) < MIN_TITLE_WORDS or text.isupper():
        return False
    return not any(word[0].islower() for word in words if len(word) > LONG_WORD)


def _body(pieces: list[Piece]) -> list[Piece]:
    """The rest is body; short lines without a full stop in it are its headings, unless there is nothing else."""
    undecided = _undecided(pieces)
    headings = {number for number in undecided if _is_section_heading(pieces[number].flat)}
    if headings >= set(undecided):
        headings = set()
    return [
        piece._replace(kind="subtitle" if number in headings else "body") if piece.kind is None else piece
        for number, piece in enumerate(pieces)
    ]


def _is_section_heading(text: str) -> bool:
    return is_heading(text, MAX_HEADING) and len(text.split()) <= MAX_HEADING_WORDS
