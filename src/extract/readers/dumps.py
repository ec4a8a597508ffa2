"""Dumps with an article a row: JSON Lines, JSON, CSV, Parquet -> drafts of articles."""

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from extract.readers.columns import as_list, as_text, pick, text_column
from extract.readers.draft import Draft, Job
from extract.readers.markup import Block, blocks_of, inline_text
from extract.readers.pages import page_draft
from extract.readers.sniffing import HTML_INSIDE, delimiter
from extract.readers.stated_dates import order_in, read_stated
from extract.readers.streams import BUFFER, Source, read_whole
from schemas.article import ArticleForm
from schemas.errors import ReadError

# Keys under which services wrap the list of articles.
WRAPPERS = ("articles", "items", "results", "data", "documents", "docs", "news", "response", "entries", "records")
PARQUET_ROWS = 200


class Row(NamedTuple):
    """A row with its place and its bytes (where they are known)."""

    values: Mapping[str, Any]
    item: str | None
    raw: bytes
    start: int | None = None
    end: int | None = None


class Line(NamedTuple):
    """A line of a dump: its number from 1, its bytes and where they lie; `whole` is False for one over the limit."""

    number: int
    data: bytes
    start: int
    whole: bool


def read_json_lines(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The articles of a file with a JSON object a line; a line that can't be read is an error in its place."""
    for line in _lines(source, job):
        if not line.data.strip():
            continue
        item = f"line {line.number}"
        if not job.course.begin(source.within(item)):
            continue
        if not line.whole:
            yield _fault(job, source, item, f"longer than {job.limits.row_bytes} bytes", rule="too_large")
            continue
        try:
            values = json.loads(_decoded(line.data))
        except (ValueError, RecursionError) as error:
            yield _fault(job, source, item, f"not JSON: {error}", rule="bad_row")
            continue
        row = Row(values, item, line.data, line.start, line.start + len(line.data))
        yield _draft(row, source, job, form="jsonl")


def _lines(source: Source, job: Job) -> Iterator[Line]:
    limit, position, number = job.limits.row_bytes, 0, 0
    while data := source.stream.readline(limit + 1):
        number += 1
        start, whole = position, data.endswith(b"\n") or len(data) <= limit
        position += len(data)
        yield Line(number, data, start, whole)
        while not whole and data and not data.endswith(b"\n"):
            data = source.stream.readline(limit + 1)
            position += len(data)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _fault(job: Job, source: Source, item: str | None, reason: str, *, rule: str) -> ReadError:
    return ReadError(job.path, reason[:300], rule=rule, place=source.within(item) or "file")


def read_json(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The articles of a JSON document: an object, a list of objects, or a list inside an answer of a service."""
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.json_bytes)
    try:
        document = json.loads(_decoded(whole.data))
    except (ValueError, RecursionError) as error:
        raise ReadError(job.path, f"not JSON: {error}", rule="damaged", place=source.place or "file") from error
    rows = _rows(document)
    if not rows:
        raise ReadError(job.path, "JSON without articles", rule="empty", place=source.place or "file")
    for number, values in enumerate(rows, start=1):
        alone = isinstance(document, dict) and rows == [document]
        item = None if alone else f"item {number}"
        if not job.course.begin(source.within(item)):
            continue
        raw = whole.data if alone else json.dumps(values, sort_keys=True).encode()
        yield _draft(Row(values, item, raw), source, job, form="json")


def _rows(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return []
    if text_column(document) is not None:
        return [document]
    for key in WRAPPERS:
        inner = document.get(key)
        rows = _rows(inner) if isinstance(inner, list | dict) and inner else []
        if rows:
            return rows
    return [document]


def read_csv(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The articles of a table with a header; the number of a row is the line it starts in."""
    head = _decoded(source.stream.peek(BUFFER)[:BUFFER])
    lines = _Lines(source, job)
    # The limit of the module is for cells of a few pages; it can only be set for all readers at once.
    csv.field_size_limit(max(csv.field_size_limit(), job.limits.row_bytes))
    reader = csv.reader(lines, delimiter=delimiter(head, columns=job.columns) or ",")
    header = [name.strip() for name in next(reader, [])]
    while True:
        lines.mark()
        item = f"line {lines.number + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _fault(job, source, item, f"not a row: {error}", rule="bad_row")
            continue
        if not any(cell.strip() for cell in cells) or not job.course.begin(source.within(item)):
            continue
        if len(cells) != len(header):
            reason = f"{len(cells)} cells under {len(header)} columns"
            yield _fault(job, source, item, reason, rule="bad_row")
            continue
        row = Row(dict(zip(header, cells, strict=True)), item, lines.raw(), lines.start, lines.position)
        yield _draft(row, source, job, form="csv")


class _Lines:
    """The decoded lines for the CSV reader; remembers the bytes that the current row was read from."""

    def __init__(self, source: Source, job: Job) -> None:
        self.number, self.position, self.start = 0, 0, 0
        self._source, self._job = source, job
        self._parts: list[bytes] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        limit = self._job.limits.row_bytes
        data = self._source.stream.readline(limit)
        if not data:
            raise StopIteration
        if self.position + len(data) - self.start > limit:
            self.mark()
            raise csv.Error(f"longer than {limit} bytes")
        self.number += 1
        self.position += len(data)
        self._parts.append(data)
        return _decoded(data).replace("\0", "")

    def mark(self) -> None:
        """A row starts here."""
        self.start, self._parts = self.position, []

    def raw(self) -> bytes:
        """The bytes of the row."""
        return b"".join(self._parts)


def read_parquet(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The articles of a Parquet file, a row each."""
    if source.file is not None:
        yield from _parquet_rows(str(source.file), source, job)
        return
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.member_bytes)
    # DuckDB reads Parquet only from files.
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(whole.data)
        file.flush()
        yield from _parquet_rows(file.name, source, job)


def _parquet_rows(path: str, source: Source, job: Job) -> Iterator[Draft | ReadError]:
    import duckdb

    number = 0
    with duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "1GB"}) as connection:
        try:
            result = connection.execute("FROM read_parquet(?)", [path])
            names = [column[0] for column in result.description]
            while rows := result.fetchmany(PARQUET_ROWS):
                for cells in rows:
                    number += 1
                    if not job.course.begin(source.within(f"row {number}")):
                        continue
                    values = dict(zip(names, cells, strict=True))
                    raw = repr(list(values.items())).encode("utf-8", "backslashreplace")
                    yield _draft(Row(values, f"row {number}", raw), source, job, form="parquet")
        except duckdb.Error as error:
            reason = f"can't be read after row {number}: {str(error).splitlines()[0]}"
            yield _fault(job, source, None, reason, rule="damaged")


def _draft(row: Row, source: Source, job: Job, *, form: ArticleForm) -> Draft | ReadError:
    """The draft of a row, or why it is none."""
    if not isinstance(row.values, dict):
        return _fault(job, source, row.item, "not an object", rule="bad_row")
    blocks, only_summary, page = _text(row.values, source, job)
    if not blocks:
        known = "no text in it" if text_column(row.values, columns=job.columns) else "no column known to hold the text"
        return _fault(job, source, row.item, known, rule="no_body")
    url = as_text(pick(row.values, "url", job.columns)) or (page.url if page else None)
    language = as_text(pick(row.values, "language", job.columns)) or (page.language if page else None)
    return Draft(
        form=form,
        raw=row.raw,
        encoding="utf-8",
        blocks=blocks,
        origin="file",
        article_id=as_text(pick(row.values, "article_id", job.columns)),
        title=inline_text(as_text(pick(row.values, "title", job.columns))) or (page.title if page else None),
        publisher=inline_text(as_text(pick(row.values, "publisher", job.columns)))
        or (page.publisher if page else None),
        language=language,
        url=url,
        published=read_stated(pick(row.values, "published", job.columns), order=order_in(language))
        or (page.published if page else None),
        inferred=page.inferred if page else None,
        modified=as_text(pick(row.values, "modified", job.columns)) or (page.modified if page else None),
        authors=as_list(pick(row.values, "authors", job.columns)) or (page.authors if page else ()),
        item=row.item,
        byte_start=row.start,
        byte_end=row.end,
        warnings=("summary_only",) if only_summary else (),
    )


def _text(values: Mapping[str, Any], source: Source, job: Job) -> tuple[tuple[Block, ...], bool, Draft | None]:
    """The paragraphs of a row, whether they are only a summary, and the page they come from."""
    for field in ("text", "html", "summary"):
        text = as_text(pick(values, field, job.columns))
        if text and HTML_INSIDE.search(text[:4096]):
            page = page_draft(text.encode("utf-8", "replace"), source=source, job=job)
            return tuple(page.blocks), False, page
        blocks = blocks_of(text) if text else ()
        if blocks:
            return blocks, field == "summary", None
    return (), False, None
