"""Events of article files within this process, for the commands that use no warehouse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.worker import Extract, model_extractor, one_line
from schemas import Article, ArticleMetadata, EventRecord, validate_events
from schemas.errors import ReadError

TEXT = "text"
LANGUAGE = "en"


@dataclass(frozen=True)
class FileEvents:
    """The valid events of a file; `faults` says in a line each what failed; `read` is False if the whole file did."""

    path: Path
    read: bool
    events: tuple[EventRecord, ...] = ()
    faults: tuple[str, ...] = ()


def read_metadata_file(path: Path | None) -> dict[str, ArticleMetadata]:
    """The rows of a metadata file by article id, none without a file; raises `ReadError`."""
    from extract.readers import read_metadata

    return read_metadata(path) if path is not None else {}


def extract_files(
    paths: Sequence[Path],
    *,
    model: str,
    metadata: Mapping[str, ArticleMetadata],
    published: str | None = None,
) -> Iterator[FileEvents]:
    """The events of each file in turn, of all its articles. The model is loaded once, and only if a file can be read.

    `published` is the date of the articles of text files, which may be the only place where it can come from.
    """
    extract: Extract | None = None
    for path in paths:
        articles, faults = read_articles(path, metadata=metadata, published=published)
        if articles and extract is None:
            extract = model_extractor(model)
        found = [article_events(path, article, extract) for article in articles if extract is not None]
        yield FileEvents(
            path=path,
            read=any(one.read for one in found),
            events=tuple(event for one in found for event in one.events),
            faults=(*faults, *(fault for one in found for fault in one.faults)),
        )


def read_articles(
    path: Path, *, metadata: Mapping[str, ArticleMetadata], published: str | None
) -> tuple[list[Article], list[str]]:
    """The articles of a file of any form, and in a line each what of it can't be read or coded."""
    from extract.readers import Reading, read_article, read_documents, sniff

    try:
        if not path.is_file() or sniff(path) == TEXT:
            return [read_article(path, metadata=metadata.get(path.stem), published=published)], []
    except (ReadError, OSError) as error:
        return [], [one_line(error)]
    articles: list[Article] = []
    faults: list[str] = []
    for outcome in read_documents(path, metadata=metadata):
        if not isinstance(outcome, Reading):
            faults.append(one_line(outcome))
        elif outcome.article.language != LANGUAGE:
            place = outcome.provenance.item or "file"
            faults.append(f"{path}: {place}: no pipeline for articles in {outcome.article.language!r}")
        else:
            articles.append(outcome.article)
    return articles, faults


def article_events(path: Path, article: Article, extract: Extract) -> FileEvents:
    """The valid events of an article that was read."""
    try:
        raw_events = extract(article)
    except Exception as error:
        return FileEvents(path=path, read=False, faults=(f"{path}: extraction failed: {one_line(error)}",))
    events, invalid = validate_events(raw_events, article=article)
    faults = tuple(f"{path}: invalid event {one_line(error)}" for _, error in invalid)
    return FileEvents(path=path, read=True, events=tuple(events), faults=faults)
