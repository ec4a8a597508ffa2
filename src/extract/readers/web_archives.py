"""Web archives (WARC) -> their pages as sources."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from extract.readers.draft import Job
from extract.readers.limits import Limits
from extract.readers.streams import Source, from_bytes
from schemas.errors import ReadError

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

# Records of these media types may be articles; pictures, scripts and the like are passed over.
ARTICLE_TYPES = frozenset({
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/rss+xml",
    "application/atom+xml", "text/xml", "application/xml", "application/feed+json", "application/json",
    "message/rfc822",
})  # fmt: skip
RECORD_END = b"\r\n\r\n"
NOT_ARTICLES = ("/robots.txt",)


class _Forward:
    """The stream as fastwarc takes it: it asks for the position, and must not be told that it may go back."""

    def __init__(self, source: Source) -> None:
        self.count = 0
        self._stream = source.stream

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data

    def tell(self) -> int:
        return self.count


class Page(NamedTuple):
    """A record that may be an article, read; where it ends is known when the next one starts."""

    number: int
    start: int
    url: str | None
    charset: str | None
    body: bytes
    cut: bool


def read_web_archive(source: Source, job: Job) -> Iterator[Source | ReadError]:
    """The pages of a web archive, in order; requests, revisits, metadata and other media are passed over.

    fastwarc stops without a word where an archive is cut, so how it ends is checked here: a cut or damaged archive is
    an error `truncated` at its end, with how much was read.
    """
    from fastwarc.warc import ArchiveIterator

    records, start, pending, trouble = 0, 0, None, None
    stream = _Forward(source)
    iterator = iter(ArchiveIterator(cast(BinaryIO, stream), parse_http=True, stream_detect=False, auto_decode="all"))
    while True:
        try:
            record = next(iterator)
            records, start = records + 1, record.stream_pos
            found = _page(record, records, job)
        except StopIteration:
            break
        except (OSError, ValueError) as error:
            trouble = str(error) or type(error).__name__
            break
        except BaseException as error:
            # Its failures inside are no `Exception`s.
            if type(error).__name__ != "PanicException":
                raise
            trouble = "the parser failed"
            break
        if pending is not None:
            yield _settled(pending, source, job, end=start)
        pending = found if isinstance(found, Page) else None
        if isinstance(found, ReadError):
            yield _in(found, source)
    left = len(source.stream.read())
    total = stream.count + left
    trouble = trouble or _trouble(source, left)
    if pending is not None:
        last = pending._replace(cut=pending.cut or trouble is not None)
        yield _settled(last, source, job, end=total)
    if trouble is not None:
        reason = f"ends early or is damaged ({trouble}): {records} records read, up to byte {start} of {total}"
        yield ReadError(job.path, reason, rule="truncated", place=source.place or "file")


def _trouble(source: Source, left: int) -> str | None:
    """Why the end is no end; a fault of the stream below is reported there."""
    if not source.counted or source.fault() is not None:
        return None
    if left:
        return f"{left} bytes after the last record"
    return None if source.counted[-1].tail == RECORD_END else "cut off inside a record"


def _page(record: "WarcRecord", number: int, job: Job) -> Page | ReadError | None:
    """A record as a page; None for one that is no article, an error for a page that wasn't there."""
    kind = (record.headers.get("WARC-Type") or "").lower()
    if kind not in ("response", "resource", "conversion"):
        return None
    http = record.http_headers if record.is_http and record.is_http_parsed else None
    media = (record.http_content_type if http else record.headers.get("Content-Type")) or ""
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    media = media.split(";")[0].strip().lower()
    if media not in ARTICLE_TYPES or (url or "").endswith(NOT_ARTICLES):
        return None
    status = http.status_code if http else None
    if status is not None and not 200 <= status < 300:
        return ReadError(job.path, f"answered with HTTP status {status}", rule="http_status", place=f"record {number}")
    declared = record.content_length
    body, cut = _body(record, max_bytes=_most_bytes(media, job.limits) + 1)
    charset = record.http_charset if http else None
    return Page(number, record.stream_pos, url, charset, body, cut or (declared > 0 and not body))


def _most_bytes(media: str, limits: Limits) -> int:
    """How much of a record of that media type any reader takes: what it is in truth, its bytes say later."""
    by_type = {
        "application/pdf": limits.pdf_bytes,
        "message/rfc822": limits.email_bytes,
        "application/json": max(limits.json_bytes, limits.feed_bytes),
        "application/feed+json": limits.feed_bytes,
    }
    other = limits.feed_bytes if media.endswith("xml") and "xhtml" not in media else 0
    return max(limits.html_bytes, limits.text_bytes, by_type.get(media, other))


def _body(record: "WarcRecord", *, max_bytes: int) -> tuple[bytes, bool]:
    """The decoded bytes of a record, and whether they break off."""
    parts: list[bytes] = []
    count = 0
    while count < max_bytes:
        try:
            data = record.reader.read(min(max_bytes - count, 64 * 1024))
        except (OSError, ValueError, EOFError):
            return b"".join(parts), True
        if not data:
            break
        parts.append(data)
        count += len(data)
    return b"".join(parts), False


def _settled(page: Page, source: Source, job: Job, *, end: int) -> Source:
    job.budget.open_member()
    job.budget.spend(len(page.body))
    return Source(
        name=f"record-{page.number}",
        stream=from_bytes(page.body),
        place=source.within(f"record {page.number}"),
        containers=(*source.containers, "warc"),
        depth=source.depth + 1,
        url=page.url,
        charset=page.charset,
        byte_start=page.start,
        byte_end=end,
        cut=page.cut,
    )


def _in(error: ReadError, source: Source) -> ReadError:
    return ReadError(error.path, error.reason, rule=error.rule, place=source.within(error.place) or "file")
