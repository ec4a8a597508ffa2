"""Articles and events of files within this process, for the commands that use no warehouse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.fingerprint import size_of
from flows.job import ENGLISH
from flows.limits import OutOfTimeError, time_limit
from flows.progress import Progress, State, silent
from flows.settings import Settings
from flows.worker import Extract, documents_in_time, language_extractor, one_line
from schemas import Article, ArticleMetadata, EventRecord, validate_events
from schemas.errors import ReadError

if TYPE_CHECKING:
    from extract.readers import Progress as Reading
    from extract.readers import Reading as Document


@dataclass(frozen=True)
class Coding:
    """How files are read and coded, as `chasqui run` does it; the settings of the same names.

    `models` are the model packages by language, `metadata` the rows of the metadata file. With `any_language` articles
    of other languages are not set aside: the first model codes them.
    """

    models: Mapping[str, str]
    metadata: Mapping[str, ArticleMetadata] = field(default_factory=dict)
    published: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    article_seconds: float = 120.0
    require_date: bool = False
    any_language: bool = False

    @classmethod
    def of(cls, settings: Settings, *, published: str | None = None) -> "Coding":
        """By the settings in force; raises `ReadError` for a metadata file that can't be used."""
        return cls(
            models={ENGLISH: settings.model, **settings.models},
            metadata=read_metadata_file(settings.metadata),
            published=published,
            columns=settings.columns,
            limits=settings.limits,
            article_seconds=settings.article_seconds,
            require_date=settings.require_date,
        )


class Taken(NamedTuple):
    """An article to be coded, and its file and place for messages."""

    name: str
    article: Article


@dataclass(frozen=True)
class LeftOut:
    """A document that is not coded, and why in one line; `is_fault` unless it repeats another or awaits a pipeline."""

    reason: str
    is_fault: bool = True


@dataclass(frozen=True)
class ArticleEvents:
    """The valid events of an article; `faults` says in a line each what failed, `notes` what else is to be told.

    `is_read`: there is an article, or one that is left out as it should be.
    """

    path: Path
    is_read: bool
    events: tuple[EventRecord, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_metadata_file(path: Path | None) -> dict[str, ArticleMetadata]:
    """The rows of a metadata file by article id, none without a file; raises `ReadError`."""
    from extract.readers import read_metadata

    return read_metadata(path) if path is not None else {}


def extract_files(paths: Sequence[Path], coding: Coding, *, progress: Progress = silent) -> Iterator[ArticleEvents]:
    """The events of each article of the files in turn. Models are loaded once, and only if an article is there."""
    extract: Extract | None = None
    for path, found in read_files(paths, coding, progress=progress):
        if isinstance(found, LeftOut):
            yield left_out(path, found)
            continue
        extract = extract or language_extractor(coding.models)
        yield article_events(path, found, extract, seconds=coding.article_seconds)


def read_files(
    paths: Sequence[Path], coding: Coding, *, progress: Progress = silent
) -> Iterator[tuple[Path, Taken | LeftOut]]:
    """The articles of files of any form, each with its file."""
    from extract.readers import Progress as Reading

    of_bytes = sum(size_of(path) for path in paths)
    before = articles = 0
    for number, path in enumerate(paths):
        reading = Reading()
        for found in read_articles(path, coding, reading):
            yield path, found
            articles += isinstance(found, Taken)
            progress(State(number, len(paths), before + reading.bytes_read, of_bytes, articles))
        before += size_of(path)
        progress(State(number + 1, len(paths), before, of_bytes, articles))


def read_articles(path: Path, coding: Coding, progress: "Reading") -> Iterator[Taken | LeftOut]:
    """The articles of a file of any form."""
    from extract.readers import Limits, column_names, read_documents

    limits, columns = Limits(**coding.limits), column_names(coding.columns)

    def read(after: str | None) -> "Iterator[Document | ReadError]":
        return read_documents(
            path,
            metadata=coding.metadata,
            limits=limits,
            columns=columns,
            published=coding.published,
            progress=progress,
            after=after,
        )

    found = documents_in_time(
        read, progress, path=str(path), seconds=coding.article_seconds, most=limits.slow_documents
    )
    return (taken(path, one, coding) for one in found)


def taken(path: Path, found: "Document | ReadError", coding: Coding) -> Taken | LeftOut:
    """What was read as an article to be coded, or why it is none."""
    if isinstance(found, ReadError):
        return LeftOut(one_line(found), is_fault=found.rule != "duplicate")
    article, place = found.article, found.provenance.item
    name = f"{path}: {place}" if place else str(path)
    if coding.require_date and article.published is None:
        return LeftOut(f"{name}: nothing says when it came out")
    if not coding.any_language and article.language not in coding.models:
        reason = f"{name}: no pipeline for articles in {article.language!r}: name one in the setting `models`"
        return LeftOut(reason, is_fault=False)
    return Taken(name, article)


def left_out(path: Path, found: LeftOut) -> ArticleEvents:
    """The outcome of a document that is not coded."""
    if found.is_fault:
        return ArticleEvents(path, is_read=False, faults=(found.reason,))
    return ArticleEvents(path, is_read=True, notes=(found.reason,))


def article_events(path: Path, found: Taken, extract: Extract, *, seconds: float) -> ArticleEvents:
    """The valid events of an article that was read."""
    try:
        with time_limit(seconds):
            raw_events = extract(found.article)
    except OutOfTimeError:
        return ArticleEvents(path, is_read=False, faults=(f"{found.name}: not done within {seconds:g} seconds",))
    except Exception as error:
        return ArticleEvents(path, is_read=False, faults=(f"{found.name}: extraction failed: {one_line(error)}",))
    events, invalid = validate_events(raw_events, article=found.article)
    faults = tuple(f"{found.name}: invalid event {one_line(error)}" for _, error in invalid)
    return ArticleEvents(path, is_read=True, events=tuple(events), faults=faults)
