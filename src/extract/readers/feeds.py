"""RSS, Atom and JSON feeds -> drafts of articles, one for each item."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from extract.readers.columns import as_text
from extract.readers.dates import DateReading
from extract.readers.decoding import decode_page
from extract.readers.draft import Draft, Job
from extract.readers.markup import Block, blocks_of, inline_text
from extract.readers.stated_dates import read_stated
from extract.readers.streams import Source, Whole, read_whole
from schemas.article import ReadingWarning
from schemas.errors import ReadError

# What stands in `description` may be the whole article: above this length it counts as one.
WHOLE_ARTICLE = 1500
CUT_SHORT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&#8230;)\]|(?:continue reading|read more|leer más|seguir leyendo|more)\W{0,3})\s*\Z",
    re.I,
)
ITEM = re.compile(
    rb"<(?P<tag>(?:[\w.-]+:)?(?:item|entry))(?=[\s>/]).*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.IGNORECASE
)


class Content(NamedTuple):
    """The text of an item; `full` unless the feed gives only a summary."""

    blocks: tuple[Block, ...]
    full: bool


def read_feed(source: Source, job: Job) -> Iterator[Draft | ReadError]:
    """The items of a feed, numbered from 1; items with only a summary carry the warning `summary_only`.

    Raises `ReadError`: too_large, damaged (no item and no feed in it).
    """
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.feed_bytes)
    if whole.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_feed(whole, source, job)
    else:
        yield from _xml_feed(whole, source, job)


def _xml_feed(whole: Whole, source: Source, job: Job) -> Iterator[Draft | ReadError]:
    import feedparser

    # A stream, never the bytes: these would be tried as an address or a file name.
    parsed = feedparser.parse(io.BytesIO(whole.data))
    if not parsed.entries and not parsed.get("version"):
        reason = f"a feed that can't be read: {parsed.get('bozo_exception', 'no items')}"
        raise ReadError(job.path, reason[:300], rule="damaged", place=source.place or "file")
    if not parsed.entries:
        raise ReadError(job.path, "a feed without items", rule="empty", place=source.place or "file")
    encoding = str(parsed.get("encoding") or "utf-8")
    places = _item_places(whole.data, len(parsed.entries))
    for number, entry in enumerate(islice(parsed.entries, job.limits.items), start=1):
        if not job.course.begin(source.within(f"item {number}")):
            continue
        draft = _xml_draft(entry, parsed.feed, number=number, encoding=encoding, cut=whole.truncated)
        start, end = places[number - 1] if places else (None, None)
        raw = whole.data[start:end] if places else repr(sorted(entry.items(), key=str)).encode("utf-8", "replace")
        yield replace(draft, raw=raw, byte_start=start, byte_end=end)
    yield from _left(len(parsed.entries), source, job)


def _left(count: int, source: Source, job: Job) -> Iterator[ReadError]:
    """The error of a feed with more items than are read."""
    if count > job.limits.items:
        reason = f"more than {job.limits.items} items: {count - job.limits.items} are left"
        yield ReadError(job.path, reason, rule="too_many_items", place=source.place or "file")


def _item_places(data: bytes, count: int) -> list[tuple[int, int]]:
    """Where the items lie in the feed; empty where that can't be told."""
    found = [match.span() for match in ITEM.finditer(data)]
    return found if len(found) == count else []


def _xml_draft(entry: Any, feed: Mapping[str, Any], *, number: int, encoding: str, cut: bool) -> Draft:
    content = _entry_content(entry)
    published, inferred = _entry_dates(entry)
    return Draft(
        form="feed",
        raw=b"",
        encoding=encoding,
        blocks=content.blocks,
        origin="feed",
        title=inline_text(entry.get("title")),
        publisher=inline_text(_entry_publisher(entry)),
        fallback_publisher=inline_text(feed.get("title")),
        language=_entry_language(entry) or feed.get("language"),
        url=_entry_url(entry),
        published=published,
        inferred=inferred,
        modified=as_text(dict.get(entry, "updated")),
        authors=tuple(name for person in entry.get("authors", ()) if (name := inline_text(person.get("name")))),
        item=f"item {number}",
        warnings=_warnings(content, cut=cut),
    )


def _warnings(content: Content, *, cut: bool) -> tuple[ReadingWarning, ...]:
    warnings: list[ReadingWarning] = [] if content.full else ["summary_only"]
    return tuple([*warnings, "truncated"] if cut else warnings)


def _entry_content(entry: Mapping[str, Any]) -> Content:
    contents = [blocks_of(str(part.get("value") or "")) for part in entry.get("content", ())]
    full = max(contents, key=_length, default=())
    summary = blocks_of(str(entry.get("summary") or ""))
    if _length(full) and _length(full) >= _length(summary) and not _is_cut(full):
        # Parsers copy the content into the summary too: it stays content.
        return Content(full, full=True)
    longer = max(full, summary, key=_length)
    return Content(longer, full=_length(longer) >= WHOLE_ARTICLE and not _is_cut(longer))


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_cut(blocks: tuple[Block, ...]) -> bool:
    return bool(blocks) and CUT_SHORT.search(blocks[-1].text) is not None


def _entry_dates(entry: dict[str, Any]) -> tuple[DateReading | None, DateReading | None]:
    """The stated date, and a likely one: when the item was changed last."""
    published = read_stated(entry.get("published"))
    if published is None and entry.get("published") and entry.get("published_parsed"):
        published = read_stated("{:04}-{:02}-{:02}".format(*entry["published_parsed"][:3]))
    # The parser's own `get` would answer with the publication date where there is no other.
    return published, read_stated(dict.get(entry, "updated"))


def _entry_publisher(entry: Mapping[str, Any]) -> str | None:
    source = entry.get("source")
    stated = source.get("title") if isinstance(source, Mapping) else None
    return stated or as_text(entry.get("publisher")) or as_text(entry.get("dc_publisher"))


def _entry_language(entry: Mapping[str, Any]) -> str | None:
    detail = entry.get("title_detail") or {}
    return as_text(entry.get("dc_language") or entry.get("language") or detail.get("language"))


def _entry_url(entry: Mapping[str, Any]) -> str | None:
    return as_text(entry.get("feedburner_origlink") or entry.get("link"))


def _json_feed(whole: Whole, source: Source, job: Job) -> Iterator[Draft | ReadError]:
    page = decode_page(whole.data)
    try:
        feed = json.loads(page.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        reason = f"a JSON feed that can't be read: {error}"
        raise ReadError(job.path, reason, rule="damaged", place=source.place or "file") from error
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        raise ReadError(job.path, "a feed without items", rule="empty", place=source.place or "file")
    for number, item in enumerate(islice(items, job.limits.items), start=1):
        place = source.within(f"item {number}") or "file"
        if not job.course.begin(place):
            continue
        if isinstance(item, dict):
            yield _json_draft(item, feed, number=number, encoding=page.encoding)
        else:
            yield ReadError(job.path, "not a JSON object", rule="bad_row", place=place)
    yield from _left(len(items), source, job)


def _json_draft(item: dict[str, Any], feed: dict[str, Any], *, number: int, encoding: str) -> Draft:
    content = _json_content(item)
    people = item.get("authors") or [item.get("author")]
    return Draft(
        form="feed",
        raw=json.dumps(item, sort_keys=True).encode(),
        encoding=encoding,
        blocks=content.blocks,
        origin="feed",
        title=inline_text(as_text(item.get("title"))),
        fallback_publisher=inline_text(as_text(feed.get("title"))),
        language=as_text(item.get("language")) or as_text(feed.get("language")),
        url=as_text(item.get("url")) or as_text(item.get("id")),
        published=read_stated(item.get("date_published")),
        inferred=read_stated(item.get("date_modified")),
        modified=as_text(item.get("date_modified")),
        authors=tuple(name for person in people if (name := as_text(person))) if isinstance(people, list) else (),
        item=f"item {number}",
        warnings=_warnings(content, cut=False),
    )


def _json_content(item: dict[str, Any]) -> Content:
    contents = [blocks_of(text) for key in ("content_html", "content_text") if (text := as_text(item.get(key)))]
    full = max(contents, key=_length, default=())
    if _length(full) and not _is_cut(full):
        return Content(full, full=True)
    return Content(full or blocks_of(as_text(item.get("summary")) or ""), full=False)
