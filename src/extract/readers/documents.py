"""Every form of input file -> its articles, each with where it comes from."""

import hashlib
import logging
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extract.readers.archives import read_gzip, read_tar, read_zip
from extract.readers.columns import ColumnNames, usual_names
from extract.readers.draft import Draft, Job, Reading, finish
from extract.readers.dumps import read_csv, read_json, read_json_lines, read_parquet
from extract.readers.feeds import read_feed
from extract.readers.files import decode, printable
from extract.readers.languages import find_language
from extract.readers.letters import read_letter
from extract.readers.limits import Limits
from extract.readers.markup import plain_blocks
from extract.readers.metadata import read_sidecar
from extract.readers.pages import read_page
from extract.readers.pdf import read_pdf
from extract.readers.sniffing import Form, sniff
from extract.readers.streams import BUFFER, Budget, Counted, Course, Progress, Source, buffered, read_whole, told_apart
from extract.readers.text import read_article
from extract.readers.web_archives import read_web_archive
from schemas.article import ArticleMetadata
from schemas.errors import ReadError
from schemas.ids import stable_hash
from schemas.provenance import FieldSources, Provenance

logger = logging.getLogger(__name__)

ROW = re.compile(r"(?:^|, )(?:line|row|item) \d+$")

Found = Draft | Source | ReadError
Outcome = Reading | ReadError
# Files of these forms are one article each, with the id of the file; those that can't be read are taken for text.
NAMED_BY_FILE: frozenset[Form] = frozenset({"text", "binary", "empty"})
# Of these forms there may be many articles in a file.
OF_MANY: frozenset[Form] = frozenset({"feed", "jsonl", "json", "csv", "parquet", "warc", "gzip", "zip", "tar"})
# A file of these forms may have a sidecar.
ONE_ARTICLE: frozenset[Form] = frozenset({"html", "email", "pdf"})
REFUSED: Mapping[Form, tuple[str, str]] = {
    "sitemap": ("no_articles", "a sitemap: it lists addresses, not articles"),
    "xml": ("unsupported", "XML of a kind that holds no articles"),
    "office": ("unsupported", "an office document"),
    "other_archive": ("unsupported", "an archive of a kind that isn't read (only gzip, zip and tar are)"),
    "binary": ("binary", "binary data, not text"),
    "empty": ("empty", "no text in it"),
}


class Named(NamedTuple):
    """What a file is called, and the id of its article where that is known."""

    name: str
    article_id: str | None


def read_documents(
    path: Path,
    *,
    metadata: Mapping[str, ArticleMetadata],
    limits: Limits | None = None,
    columns: ColumnNames | None = None,
    name: str | None = None,
    article_id: str | None = None,
    published: str | None = None,
    progress: Progress | None = None,
    after: str | None = None,
) -> Iterator[Outcome]:
    """All articles of a file, its form told by its content; what can't be read comes as a `ReadError` in its place.

    `name` is the name of the file where it is read from a copy, `article_id` the id of the article of a plain text file
    (else its name without suffix), `published` the date of all its articles, before any that is stated elsewhere.
    `progress` is kept up to the bytes read and the place at work; it begins behind such a place `after`.

    The `place` of an error names the item (`item 7`, `member a/b.html`, `line 12`), `file` for the whole file. An item
    that is the same as an earlier one of the file is an error `duplicate`; one address twice with different texts are
    two readings with the same id, the later one last. Nothing is raised for what a file holds. Rows of `metadata` are
    found by article id, for files with one article by the file's name without suffix too.
    """
    limits, progress = limits or Limits(), progress or Progress()
    named = Named(printable(name or path.name), article_id)
    job = Job(
        path=printable(path),
        sha256="",
        metadata=metadata,
        sidecar=None,
        limits=limits,
        columns=columns or usual_names(),
        budget=Budget(printable(path), limits),
        course=Course(progress, after=after),
        published=published,
    )
    try:
        yield from _without_repeats(_read_file(path, job, named), job)
    except ReadError as error:
        yield _placed_apart(error, progress)
    except OSError as error:
        unread = ReadError(job.path, error.strerror or type(error).__name__, rule="unreadable")
        yield _placed_apart(unread, progress)


def warm_up() -> None:
    """Load what the readers load when they first need it, so that no document's time goes into that."""
    import trafilatura  # noqa: F401 -- for its own sake

    find_language("What is the language of these words?" * 5, declared=None, origin="text")


def _read_file(path: Path, job: Job, named: Named) -> Iterator[Outcome]:
    with _open(path) as file:
        form = sniff(file.read(BUFFER), columns=job.columns)
        if form in NAMED_BY_FILE:
            yield _text_file(path, job, named)
            return
        job = replace(
            job,
            sha256=_sha256(file, path=job.path, max_bytes=job.limits.file_bytes),
            sidecar=read_sidecar(path) if form in ONE_ARTICLE else None,
        )
        file.seek(0)
        counted = Counted(file, budget=job.budget, progress=job.course.progress)
        yield from _read(Source(name=named.name, stream=buffered(counted), counted=(counted,), file=path), job)


def _open(path: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(printable(path), "not a regular file", rule="unreadable")
        return path.open("rb")
    except FileNotFoundError as error:
        raise ReadError(printable(path), "no such file", rule="not_found") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(printable(path), reason, rule="unreadable") from error


def _sha256(file: BinaryIO, *, path: str, max_bytes: int) -> str:
    digest, count = hashlib.sha256(), 0
    file.seek(0)
    while data := file.read(16 * BUFFER):
        digest.update(data)
        count += len(data)
        if count > max_bytes:
            raise ReadError(path, f"larger than {max_bytes} bytes", rule="too_large")
    return digest.hexdigest()


def _text_file(path: Path, job: Job, named: Named) -> Reading:
    stem = Path(named.name).stem
    row = job.metadata.get(stem)
    article = read_article(
        path,
        metadata=row,
        published=job.published,
        article_id=named.article_id or stem,
        max_bytes=job.limits.text_bytes,
    )
    if len(article.text) > job.limits.article_characters:
        raise ReadError(job.path, f"more than {job.limits.article_characters} characters", rule="too_large")
    sidecar = read_sidecar(path)
    known = {"metadata": row, "sidecar": sidecar}
    stated = {
        field: next((source for source, one in known.items() if one is not None and getattr(one, field)), None)
        for field in ("title", "publisher", "language", "url")
    }
    if stated["language"] is None:
        language = find_language(article.text, declared=None, origin="text")
        article = article.model_copy(update={"language": language.language})
        stated["language"] = language.source
    sources = {field: source or ("text" if getattr(article, field) else None) for field, source in stated.items()}
    sources["language"] = stated["language"]
    return Reading(
        article,
        Provenance(
            article_id=article.article_id,
            sha256=article.source_sha256,
            identity="file",
            sources=FieldSources.model_validate(sources),
        ),
    )


def _read(source: Source, job: Job) -> Iterator[Outcome]:
    """The articles of a source; archives are gone into. A fault ends this source only, never its neighbours."""
    count = 0
    items = _guarded(source, job)
    for found in items:
        for outcome in _outcomes(found, source, job):
            count += isinstance(outcome, Reading)
            yield outcome
        job.course.end(source.place)
        if job.budget.bytes_left < 0:
            # Used up: what follows would only say so again.
            return
    fault = source.counted[-1].fault if source.counted else None
    if fault is not None and not job.course.is_behind:
        unpacked = source.counted[-1].count
        reason = f"ends early or is damaged ({fault}): {unpacked} bytes and {count} articles read"
        yield ReadError(job.path, reason, rule="truncated", place=source.place or "file")


def _outcomes(found: Found, source: Source, job: Job) -> Iterator[Outcome]:
    if isinstance(found, Source):
        if job.course.begin(found.place):
            yield from _read(found, job)
    elif not job.course.is_behind:
        yield _outcome(found, source, job)


def _guarded(source: Source, job: Job) -> Iterator[Found]:
    try:
        yield from _reader(source, job)
    except ReadError as error:
        yield error if error.place != "file" or source.place is None else _placed(error, source.place)
    except Exception as error:
        # Parsers stumble over hostile input in ways of their own: that costs one file or member, never the run.
        logger.debug("%s: %s", job.path, source.place or "file", exc_info=True)
        reason = f"the parser failed: {type(error).__name__}: {error}"[:300]
        yield ReadError(job.path, reason, rule="parser_failed", place=source.place or "file")


def _placed(error: ReadError, place: str) -> ReadError:
    return ReadError(error.path, error.reason, rule=error.rule, place=place)


def _outcome(found: Draft | ReadError, source: Source, job: Job) -> Outcome:
    if isinstance(found, ReadError):
        return found
    try:
        return finish(found, source=source, job=job)
    except ReadError as error:
        return error


def _reader(source: Source, job: Job) -> Iterator[Found]:
    form = sniff(source.stream.peek(BUFFER)[:BUFFER], columns=job.columns)
    if form in REFUSED:
        rule, reason = REFUSED[form]
        raise ReadError(job.path, reason, rule=rule, place=source.place or "file")
    reader: Callable[[Source, Job], Iterator[Found]] = READERS[form]
    yield from reader(source, job)


def read_text(source: Source, job: Job) -> Iterator[Draft]:
    """The article of a plain text inside an archive."""
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.text_bytes)
    text, encoding = decode(Path(job.path), whole.data)
    yield Draft(
        form="text",
        raw=whole.data,
        encoding=encoding,
        blocks=plain_blocks(text),
        origin="text",
        warnings=("truncated",) if whole.truncated else (),
    )


READERS: Mapping[Form, Callable[[Source, Job], Iterator[Found]]] = {
    "text": read_text,
    "html": read_page,
    "feed": read_feed,
    "jsonl": read_json_lines,
    "json": read_json,
    "csv": read_csv,
    "parquet": read_parquet,
    "warc": read_web_archive,
    "email": read_letter,
    "pdf": read_pdf,
    "gzip": read_gzip,
    "zip": read_zip,
    "tar": read_tar,
}


def _placed_apart(outcome: Outcome, progress: Progress) -> Outcome:
    """A cut file is both unreadable in its last article and cut: the second of these has a place of its own."""
    if isinstance(outcome, ReadError):
        return _placed(outcome, told_apart(outcome.place, progress.told))
    place = outcome.provenance.item or "file"
    # Rows are many: only what failed of them is remembered.
    if place not in progress.told and ROW.search(place):
        return outcome
    item = told_apart(place, progress.told)
    if item == place:
        return outcome
    return outcome._replace(provenance=outcome.provenance.model_copy(update={"item": item}))


def _without_repeats(outcomes: Iterator[Outcome], job: Job) -> Iterator[Outcome]:
    """Items that are the same article as an earlier one become errors that say so; each has a place of its own."""
    seen = job.course.progress.met
    for outcome in (_placed_apart(one, job.course.progress) for one in outcomes):
        if isinstance(outcome, Reading):
            article, provenance = outcome
            # 64 bits an article keep the memory flat for dumps of millions.
            key = int(stable_hash(article.article_id, article.title, article.text)[:16], 16)
            if key in seen:
                reason = f"the same article as an earlier one ({article.article_id})"
                outcome = ReadError(job.path, reason, rule="duplicate", place=provenance.item or "file")
            seen.add(key)
        yield outcome
