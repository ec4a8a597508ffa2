"""From what a reader found in one item to an `Article` with its `Provenance`."""

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.readers.article_ids import ArticleId, clean_url, make_id
from extract.readers.columns import ColumnNames
from extract.readers.dates import DateReading
from extract.readers.languages import LanguageFound, find_language, primary
from extract.readers.layout import Layout, lay_out
from extract.readers.limits import Limits
from extract.readers.markup import Block, one_line
from extract.readers.metadata import parse_published, row_digest
from extract.readers.stated_dates import read_moment
from extract.readers.streams import Budget, Course, Source
from extract.readers.text import headline, text_author_codes, text_publication, text_publisher
from schemas.article import (
    Article,
    ArticleForm,
    ArticleMetadata,
    MetadataSource,
    ParagraphKind,
    Published,
    ReadingWarning,
)
from schemas.errors import ReadError
from schemas.provenance import FieldSources, Provenance

MAX_FIELD = 1000
MAX_AUTHORS = 20
MIN_REPEATED = 20
PARTED = "\n\n"


class Reading(NamedTuple):
    """One article and where it comes from."""

    article: Article
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Job:
    """One input file while it is read: what is known of its articles from elsewhere, and the limits.

    `sidecar` is the one of the file itself, for forms that hold one article; `published` is given for all its articles.
    """

    path: str
    sha256: str
    metadata: Mapping[str, ArticleMetadata]
    sidecar: ArticleMetadata | None
    limits: Limits
    columns: ColumnNames
    budget: Budget
    course: Course
    published: str | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a reader found in one item, before anything is settled.

    `origin` is the source of its fields, `inferred` a date that is only likely, `modified` the words for when this
    version was made. `fallback_publisher` is taken where
    neither the item nor its text names a publisher: the title of the feed, the host of the page.
    """

    form: ArticleForm
    raw: bytes
    encoding: str
    blocks: Sequence[Block]
    origin: MetadataSource
    article_id: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    published: DateReading | None = None
    inferred: DateReading | None = None
    modified: str | None = None
    authors: Sequence[str] = ()
    item: str | None = None
    byte_start: int | None = None
    byte_end: int | None = None
    warnings: tuple[ReadingWarning, ...] = ()
    fallback_publisher: str | None = None


class Stored(NamedTuple):
    """The text as stored, its layout, and the title where the item states one."""

    text: str
    layout: Layout
    title: str | None


class Fields(NamedTuple):
    """The fields of an article as settled between all that state them, with the source of each."""

    identity: ArticleId
    title: str | None
    publisher: str | None
    url: str | None
    published: Published | None
    language: LanguageFound
    warnings: tuple[ReadingWarning, ...]
    sources: FieldSources


def finish(draft: Draft, *, source: Source, job: Job) -> Reading:
    """The article of a draft; raises `ReadError` (no_body, too_large) that names its place."""
    place = source.within(draft.item)
    stored = _stored(draft, job, place)
    known = _known(draft, source, job)
    fields = _fields(draft, source, stored, known, job.metadata)
    row = job.metadata.get(fields.identity.article_id)
    if row is not None and ("metadata", row) not in known:
        # The id leads to the row; the row may state the fields better, but the id stays.
        again = _fields(draft, source, stored, [("metadata", row), *known], job.metadata)
        fields = again._replace(identity=fields.identity)
    dateline = stored.layout.dateline
    article = Article(
        article_id=fields.identity.article_id,
        source_path=job.path,
        source_sha256=job.sha256,
        form=draft.form,
        encoding=draft.encoding,
        language=fields.language.language,
        title=fields.title,
        publisher=fields.publisher,
        url=fields.url,
        published=fields.published,
        dateline=dateline.dateline if dateline else None,
        author_codes=text_author_codes(stored.text, stored.layout.paragraphs),
        text=stored.text,
        paragraphs=stored.layout.paragraphs,
        warnings=fields.warnings,
    )
    return Reading(article, _provenance(draft, source, fields, place, job))


def _fields(draft: Draft, source: Source, stored: Stored, known: "Known", known_ids: Container[str]) -> Fields:
    url = _first(known, "url") or clean_url(draft.url) or clean_url(source.url)
    publisher, publisher_source = _publisher(known, draft, stored)
    title = _first(known, "title") or stored.title or headline(stored.text, stored.layout.paragraphs)
    published, date_warnings = _publication(known, draft, stored)
    language = _language(known, draft, stored)
    untitled: tuple[ReadingWarning, ...] = ("no_title",) if title is None else ()
    return Fields(
        identity=_identity(draft, source, stored, url=url, publisher=publisher, title=title, known_ids=known_ids),
        title=title,
        publisher=publisher,
        url=url,
        published=published,
        language=language,
        warnings=tuple(dict.fromkeys([*draft.warnings, *date_warnings, *untitled])),
        sources=FieldSources(
            title=_source(known, "title") or (draft.origin if stored.title else "text" if title else None),
            publisher=publisher_source,
            language=language.source,
            url=_source(known, "url") or (draft.origin if url else None),
            authors=draft.origin if draft.authors else None,
        ),
    )


def _provenance(draft: Draft, source: Source, fields: Fields, place: str | None, job: Job) -> Provenance:
    ids = tuple(dict.fromkeys([*_stated_ids(draft, source), fields.identity.article_id]))
    names = (_field(author) for author in draft.authors)
    whole = draft.byte_start is None
    return Provenance(
        article_id=fields.identity.article_id,
        item=place,
        containers=source.containers,
        sha256=hashlib.sha256(draft.raw).hexdigest(),
        byte_start=source.byte_start if whole else draft.byte_start,
        byte_end=source.byte_end if whole else draft.byte_end,
        identity=fields.identity.identity,
        authors=tuple(dict.fromkeys(name for name in names if name))[:MAX_AUTHORS],
        sources=fields.sources,
        modified=read_moment(draft.modified),
        metadata_ids=ids,
        metadata_digest=" ".join(row_digest(job.metadata[one]) for one in ids if one in job.metadata),
    )


def _stated_ids(draft: Draft, source: Source) -> list[str]:
    """The ids by which the metadata file may know an item before its id is settled: its own, the name of its file."""
    stem = source.name.rsplit(".", 1)[0] if draft.item is None else None
    return [one for one in (draft.article_id, stem) if one]


Known = list[tuple[MetadataSource, ArticleMetadata]]


def _known(draft: Draft, source: Source, job: Job) -> Known:
    known: Known = [("option", ArticleMetadata(published=job.published))] if job.published else []
    row = next((job.metadata[one] for one in _stated_ids(draft, source) if one in job.metadata), None)
    if row is not None:
        known.append(("metadata", row))
    if job.sidecar is not None and draft.item is None and source.place is None:
        known.append(("sidecar", job.sidecar))
    return known


def _first(known: Known, name: str) -> str | None:
    return next((value for _, metadata in known if (value := getattr(metadata, name))), None)


def _source(known: Known, name: str) -> MetadataSource | None:
    return next((source for source, metadata in known if getattr(metadata, name)), None)


def _field(value: str | None) -> str | None:
    text = one_line(value)
    return text[:MAX_FIELD] if text else None


def _stored(draft: Draft, job: Job, place: str | None) -> Stored:
    title = _field(draft.title)
    blocks = [block for block in draft.blocks if block.text.strip()]
    if title and blocks and not _repeats(title, blocks[0].text):
        blocks.insert(0, Block(title, "title"))
    elif title and blocks:
        blocks[0] = Block(blocks[0].text, "title")
    text, spans = _joined([block.text.strip() for block in blocks])
    if len(text) > job.limits.article_characters:
        reason = f"more than {job.limits.article_characters} characters"
        raise ReadError(job.path, reason, rule="too_large", place=place or "file")
    kinds: dict[int, ParagraphKind] = {number: block.kind for number, block in enumerate(blocks) if block.kind}
    layout = lay_out(text, spans, known=kinds)
    if not _has_body(layout):
        # Some pages set all of their text as headings.
        layout = lay_out(text, spans, known={number: kind for number, kind in kinds.items() if kind == "title"})
    if not _has_body(layout):
        raise ReadError(
            job.path, "no text besides headline, credits and the like", rule="no_body", place=place or "file"
        )
    return Stored(text, layout, title)


def _has_body(layout: Layout) -> bool:
    return any(paragraph.kind == "body" for paragraph in layout.paragraphs)


def _joined(texts: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The texts with an empty line between them, and where each lies."""
    spans, start = [], 0
    for text in texts:
        spans.append((start, start + len(text)))
        start += len(text) + len(PARTED)
    return PARTED.join(texts), spans


def _repeats(title: str, text: str) -> bool:
    first = " ".join(text.split())
    return first.casefold() == title.casefold() or (
        len(title) >= MIN_REPEATED and len(first) <= 2 * len(title) and first.casefold().startswith(title.casefold())
    )


def _publisher(known: Known, draft: Draft, stored: Stored) -> tuple[str | None, MetadataSource | None]:
    if publisher := _first(known, "publisher"):
        return publisher, _source(known, "publisher")
    if publisher := _field(draft.publisher):
        return publisher, draft.origin
    if publisher := text_publisher(stored.text, stored.layout):
        return publisher, "text"
    fallback = _field(draft.fallback_publisher)
    return fallback, draft.origin if fallback else None


def _identity(
    draft: Draft,
    source: Source,
    stored: Stored,
    *,
    url: str | None,
    publisher: str | None,
    title: str | None,
    known_ids: Container[str],
) -> ArticleId:
    stem = source.name.rsplit(".", 1)[0]
    if draft.form == "text" and draft.item is None and url is None and stem in known_ids:
        # Names of members are no ids of their own: every archive may have its `1.txt`.
        return ArticleId(stem, "stated")
    dateline = stored.layout.dateline
    return make_id(
        stated=draft.article_id,
        url=url,
        publisher=publisher,
        dateline=dateline.dateline.text if dateline else None,
        title=title,
        text=stored.text,
    )


def _publication(known: Known, draft: Draft, stored: Stored) -> tuple[Published | None, tuple[ReadingWarning, ...]]:
    for source, metadata in known:
        if metadata.published:
            day, precision = parse_published(metadata.published)
            return Published(day=day, precision=precision, source=source, text=metadata.published), ()
    if draft.published is not None and not draft.published.ambiguous:
        return _dated(draft.published, draft.origin), ()
    by_text, warning = text_publication(stored.text, stored.layout)
    if by_text is not None and warning is None:
        return by_text, ()
    if draft.published is not None:
        return _dated(draft.published, draft.origin), ("ambiguous_publication_date",)
    if by_text is None and draft.inferred is not None:
        return _dated(draft.inferred, draft.origin), ("inferred_publication_date",)
    return by_text, (warning,) if warning else ()


def _dated(reading: DateReading, origin: MetadataSource) -> Published:
    return Published(day=reading.day, precision=reading.precision, source=origin, text=one_line(reading.text))


def _language(known: Known, draft: Draft, stored: Stored) -> LanguageFound:
    stated = primary(_first(known, "language"))
    if stated:
        return LanguageFound(stated, _source(known, "language"))
    return find_language(stored.text, declared=draft.language, origin=draft.origin)
