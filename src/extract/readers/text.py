"""Plain text as saved from agency pages -> `Article`."""

import hashlib
import logging
from pathlib import Path

from extract.readers.datelines import FoundDateline
from extract.readers.dates import DateLine, DateReading, DayAndMonth, read_date_line
from extract.readers.files import MAX_BYTES, decode, printable, read_bytes
from extract.readers.layout import Layout, lay_out, opens_paragraph, stands_alone
from extract.readers.metadata import parse_published, read_sidecar
from extract.readers.paragraphs import split_paragraphs
from extract.readers.patterns import author_codes, known_agency
from schemas.article import Article, ArticleMetadata, MetadataSource, Paragraph, Published, ReadingWarning
from schemas.errors import ReadError

logger = logging.getLogger(__name__)


def read_article(
    path: Path,
    *,
    metadata: ArticleMetadata | None = None,
    published: str | None = None,
    article_id: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Article:
    """Read one text file, with its sidecar `NAME.json` where there is one.

    Each field comes from the first of these that states it: `published`, the row `metadata`, the sidecar, the text.
    The publication date is never guessed: without a stated one it is None, with the warning `no_publication_date`.
    `article_id` is the file name without suffix unless given.

    Raises `ReadError`; its `rule` is one of not_found, unreadable, too_large, binary, undecodable, empty, no_body,
    bad_sidecar, bad_published (the option `published` is no ISO date).
    """
    data = read_bytes(path, max_bytes=max_bytes)
    text, encoding = decode(path, data)
    layout = lay_out(text, split_paragraphs(text, opens=opens_paragraph, stands_alone=stands_alone))
    if not any(paragraph.kind == "body" for paragraph in layout.paragraphs):
        raise ReadError(printable(path), "no text besides headline, credits and the like", rule="no_body")
    stated = _stated(path, metadata, published)
    when, date_warning = _publication(stated, text, layout)
    title = _first(stated, "title") or headline(text, layout.paragraphs)
    warnings: list[ReadingWarning] = [date_warning] if date_warning else []
    if title is None:
        warnings.append("no_title")
    if warnings:
        logger.debug("%s: %s", printable(path), ", ".join(warnings))
    return Article(
        article_id=article_id or printable(path.stem),
        source_path=printable(path),
        source_sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        language=_first(stated, "language") or "en",
        title=title,
        publisher=_first(stated, "publisher") or text_publisher(text, layout),
        url=_first(stated, "url"),
        published=when,
        dateline=layout.dateline.dateline if layout.dateline else None,
        author_codes=text_author_codes(text, layout.paragraphs),
        text=text,
        paragraphs=layout.paragraphs,
        warnings=tuple(warnings),
    )


Stated = list[tuple[MetadataSource, ArticleMetadata]]


def _stated(path: Path, metadata: ArticleMetadata | None, published: str | None) -> Stated:
    """What is known besides the text, the strongest source first."""
    stated: Stated = []
    if published is not None:
        try:
            parse_published(published)
        except ValueError as error:
            raise ReadError(printable(path), str(error), rule="bad_published", place="option published") from error
        stated.append(("option", ArticleMetadata(published=published)))
    if metadata is not None:
        stated.append(("metadata", metadata))
    sidecar = read_sidecar(path)
    if sidecar is not None:
        stated.append(("sidecar", sidecar))
    return stated


def _first(stated: Stated, field: str) -> str | None:
    return next((value for _, metadata in stated if (value := getattr(metadata, field))), None)


def _publication(stated: Stated, text: str, layout: Layout) -> tuple[Published | None, ReadingWarning | None]:
    for source, metadata in stated:
        if metadata.published:
            day, precision = parse_published(metadata.published)
            return Published(day=day, precision=precision, source=source, text=metadata.published), None
    return text_publication(text, layout)


def text_publication(text: str, layout: Layout) -> tuple[Published | None, ReadingWarning | None]:
    """The publication date that the text itself states, and the warning where it is missing or ambiguous."""
    reading = _date_line(text, layout) or _dateline_date(layout.dateline)
    if reading is None:
        return None, "no_publication_date"
    found = Published(day=reading.day, precision=reading.precision, source="text", text=reading.text)
    return found, "ambiguous_publication_date" if reading.ambiguous else None


def _date_line(text: str, layout: Layout) -> DateReading | None:
    """The date of the first date line that states one, a sure one before an ambiguous one."""
    printed = layout.dateline.printed if layout.dateline else None
    hint = DayAndMonth(printed.day, printed.month) if printed else None
    lines = [_read_line(text, paragraph, hint) for paragraph in layout.paragraphs if paragraph.kind == "published"]
    readings = [line.reading for line in lines if line is not None and line.reading and line.use == "published"]
    return min(readings, key=lambda reading: reading.ambiguous, default=None)


def _read_line(text: str, paragraph: Paragraph, hint: DayAndMonth | None) -> DateLine | None:
    return read_date_line(text[paragraph.start : paragraph.end].replace("\n", " "), hint=hint)


def _dateline_date(found: FoundDateline | None) -> DateReading | None:
    if found is None or found.printed is None or found.printed.year is None:
        return None
    day = found.printed.as_date()
    return None if day is None else DateReading(day, "day", found.dateline.text)


def headline(text: str, paragraphs: tuple[Paragraph, ...]) -> str | None:
    """The headline; where it is printed twice and cut short once, the longer."""
    titles = [" ".join(text[p.start : p.end].split()) for p in paragraphs if p.kind == "title"]
    return max(titles, key=len, default=None)


def text_publisher(text: str, layout: Layout) -> str | None:
    """The publisher by its line above the text, the agency of the dateline, or a sign-off."""
    for paragraph in layout.paragraphs:
        if paragraph.kind == "publisher":
            line = text[paragraph.start : paragraph.end]
            return known_agency(line) or line
    if layout.dateline is not None and layout.dateline.dateline.agency:
        return layout.dateline.dateline.agency
    signs = (known_agency(text[p.start : p.end].split()[0]) for p in layout.paragraphs if p.kind == "signoff")
    return next((agency for agency in signs if agency), None)


def text_author_codes(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[str, ...]:
    """The authors' codes of all sign-offs, in order."""
    codes = [code for p in paragraphs if p.kind == "signoff" for code in author_codes(text[p.start : p.end])]
    return tuple(dict.fromkeys(codes))
