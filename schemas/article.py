"""An article as read from one input file, before any language processing."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Record, Span

ParagraphKind = Literal[
    "title", "subtitle", "body", "dateline", "credit", "signoff", "published", "publisher", "boilerplate"
]
DatePrecision = Literal["day", "month", "year"]
MetadataSource = Literal["option", "metadata", "sidecar", "page", "feed", "file", "text"]
ArticleForm = Literal["text", "html", "feed", "jsonl", "json", "csv", "parquet", "email", "pdf"]
ReadingWarning = Literal[
    "no_publication_date",
    "ambiguous_publication_date",
    "inferred_publication_date",
    "no_title",
    "mojibake_repaired",
    "summary_only",
    "truncated",
]


class ArticleMetadata(Record):
    """What is known of an article besides its text: a sidecar, or one row of a `--metadata` file.

    `published` is an ISO date, or an ISO prefix (`2024`, `2024-01`) where only that much is known.
    """

    article_id: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    title: str | None = None


class Paragraph(Record):
    """A run of the stored text, `text[start:end]`, and what it is in the page."""

    start: int
    end: int
    kind: ParagraphKind


class Dateline(Record):
    """`16:00 | Lima, Dec. 10.`, `Lima, December 20 (EFE). -`: what the agency says of place and hour.

    A dateline has no year; `month` and `day` are as printed.
    """

    text: str
    start: int
    end: int
    place: str | None = None
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    hour: str | None = None
    agency: str | None = None


class Published(Record):
    """The publication date with its precision and where it was found.

    `day` is the first day of the stated interval (1 January for a bare year): look at `precision` before use.
    """

    day: date
    precision: DatePrecision
    source: MetadataSource
    text: str | None = None


class Article(Record):
    """One article. `text` is the stored text that all offsets point into; paragraphs lie in it without overlap.

    Events are extracted from the paragraphs of kind `title`, `subtitle` and `body`; the others are kept apart.
    """

    article_id: str = Field(min_length=1)
    source_path: str
    source_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    form: ArticleForm = "text"
    encoding: str
    language: str = "en"
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: Published | None = None
    dateline: Dateline | None = None
    author_codes: tuple[str, ...] = ()
    text: str
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[ReadingWarning, ...] = ()

    @model_validator(mode="after")
    def paragraphs_in_order(self) -> "Article":
        last = 0
        for paragraph in self.paragraphs:
            if not last <= paragraph.start < paragraph.end <= len(self.text):
                raise ValueError(f"paragraph {paragraph.start}..{paragraph.end} overlaps or lies outside the text")
            last = paragraph.end
        return self

    def spans(self, *kinds: ParagraphKind) -> list[Span]:
        """The paragraphs of the given kinds, in order, with their text."""
        return [
            Span(text=self.text[p.start : p.end], start=p.start, end=p.end) for p in self.paragraphs if p.kind in kinds
        ]
