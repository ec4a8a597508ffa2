"""Events of article files within this process, for the commands that use no warehouse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.worker import Extract, model_extractor, one_line, validated
from schemas import Article, ArticleMetadata, EventRecord
from schemas.errors import ReadError


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
    """The events of each file in turn. The model is loaded once, and only if a file can be read."""
    from extract.readers import read_article

    extract: Extract | None = None
    for path in paths:
        try:
            article = read_article(path, metadata=metadata.get(path.stem), published=published)
        except ReadError as error:
            yield FileEvents(path=path, read=False, faults=(one_line(error),))
            continue
        extract = extract or model_extractor(model)
        yield article_events(path, article, extract)


def article_events(path: Path, article: Article, extract: Extract) -> FileEvents:
    """The valid events of an article that was read."""
    try:
        raw_events = extract(article)
    except Exception as error:
        return FileEvents(path=path, read=False, faults=(f"{path}: extraction failed: {one_line(error)}",))
    events, invalid = validated(raw_events, text=article.text)
    faults = tuple(f"{path}: invalid event {one_line(error)}" for _, error in invalid)
    return FileEvents(path=path, read=True, events=tuple(events), faults=faults)
