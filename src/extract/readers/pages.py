"""Web pages -> drafts of articles: the text by trafilatura, the fields by what the page states of itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree, html

from extract.readers.article_ids import host
from extract.readers.decoding import PageText, decode_page
from extract.readers.draft import Draft, Job
from extract.readers.markup import Block, blocks_of, inline_text, markup_blocks, one_line
from extract.readers.page_metadata import PageMetadata, read_page_metadata
from extract.readers.stated_dates import date_in_url, read_stated
from extract.readers.streams import Source, read_whole
from schemas.errors import ReadError

if TYPE_CHECKING:
    from trafilatura.settings import Document

# With less text than this a page counts as not read, and the other ways are tried.
MIN_CHARACTERS = 200
# The page's own text of the article is taken where the extraction got less than this share of it.
MIN_SHARE = 0.6
# What is left of error pages and forwarding pages.
MIN_LETTERS = 40
NEVER_TEXT = ("//template", "//noscript")
ROW_TAGS = frozenset({"row"})
CONTAINERS = frozenset({"list", "table", "quote", "div"})


def read_page(source: Source, job: Job) -> Iterator[Draft]:
    """The article of a page. Raises `ReadError`: too_large (bytes or elements), no_body."""
    whole = read_whole(source, budget=job.budget, max_bytes=job.limits.html_bytes)
    draft = page_draft(whole.data, source=source, job=job)
    yield replace(draft, warnings=("truncated",)) if whole.truncated else draft


def page_draft(data: bytes, *, source: Source, job: Job) -> Draft:
    """The draft of one page; what the extraction misses comes from the page's JSON-LD, or from all its text."""
    place = source.place or "file"
    if data.count(b"<") > job.limits.html_tags:
        raise ReadError(job.path, f"more than {job.limits.html_tags} elements", rule="too_large", place=place)
    page = decode_page(data, charset=source.charset)
    tree = _tree(page)
    if tree is None:
        raise ReadError(job.path, "no page in it", rule="no_body", place=place)
    stated = read_page_metadata(tree, base=source.url)
    document = _extract(page.text, url=stated.url or source.url, guess_date=stated.published is None)
    blocks = _blocks(document, stated, page.text)
    if sum(character.isalpha() for block in blocks for character in block.text) < MIN_LETTERS:
        raise ReadError(job.path, f"a page with fewer than {MIN_LETTERS} letters of text", rule="no_body", place=place)
    title = inline_text((document.title if document else None) or stated.title)
    return Draft(
        form="html",
        raw=data,
        encoding=page.encoding,
        blocks=blocks,
        origin="page",
        title=title,
        publisher=inline_text(stated.publisher),
        fallback_publisher=(document.sitename if document else None) or host(stated.url),
        language=stated.language,
        url=stated.url,
        published=stated.published,
        modified=stated.modified,
        inferred=date_in_url(stated.url) or read_stated(document.date if document else None),
        authors=stated.authors or _authors(document),
    )


def _tree(page: PageText) -> html.HtmlElement | None:
    # lxml refuses a declared encoding in text that is already decoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.text, count=1).replace("\0", "")
    try:
        return html.document_fromstring(text)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _extract(text: str, *, url: str | None, guess_date: bool = False, recall: bool = False) -> "Document | None":
    from trafilatura import bare_extraction

    found = bare_extraction(
        text,
        url=url,
        include_comments=False,
        with_metadata=True,
        favor_recall=recall,
        prune_xpath=list(NEVER_TEXT),
        # The search through all of the page takes seconds on hostile ones.
        date_extraction_params={"original_date": True, "extensive_search": guess_date},
    )
    return None if found is None or isinstance(found, dict) else found


def _blocks(document: "Document | None", stated: PageMetadata, text: str) -> tuple[Block, ...]:
    found = _body_blocks(document)
    own = blocks_of(stated.body) if stated.body else ()
    if _length(own) >= MIN_CHARACTERS and _length(found) < MIN_SHARE * _length(own):
        return own
    if _length(found) < MIN_CHARACTERS:
        recalled = _body_blocks(_extract(text, url=None, recall=True))
        found = max(found, recalled, own, key=_length)
    return found or markup_blocks(text)


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _body_blocks(document: "Document | None") -> tuple[Block, ...]:
    if document is None or document.body is None:
        return ()
    return tuple(_element_blocks(document.body))


def _element_blocks(element: etree._Element) -> Iterator[Block]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in CONTAINERS and len(child):
            yield from _lines(child.text)
            yield from _element_blocks(child)
        elif child.tag in ROW_TAGS:
            yield from _row(child)
        else:
            for line in _lines(_text(child)):
                yield Block(line.text, "subtitle") if child.tag == "head" else line
        yield from _lines(child.tail)


def _row(element: etree._Element) -> Iterator[Block]:
    cells = [text for cell in element if (text := one_line(_text(cell)))]
    if cells:
        yield Block(" ".join(cells))


def _text(element: etree._Element) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(str(part) for part in element.itertext())


def _lines(text: str | None) -> Iterator[Block]:
    for line in (text or "").split("\n"):
        flat = one_line(line)
        if flat:
            yield Block(flat)


def _authors(document: "Document | None") -> tuple[str, ...]:
    stated = document.author if document else None
    return tuple(name.strip() for name in stated.split(";")) if stated else ()
